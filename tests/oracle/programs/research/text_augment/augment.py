import random

SYNONYMS = {"good": ["fine", "great", "nice"], "bad": ["poor", "awful", "weak"]}


def replace(tokens, p, rng):
    return [rng.choice(SYNONYMS[t]) if t in SYNONYMS and rng.random() < p else t for t in tokens]


def swap(tokens, n=1, rng=random):
    tokens = list(tokens)
    for _ in range(n):
        i, j = rng.randrange(len(tokens)), rng.randrange(len(tokens))  # blame: a
        tokens[i], tokens[j] = tokens[j], tokens[i]
    return tokens
