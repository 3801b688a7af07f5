# entry
import random

from repro import fix_seed


def build_vocab(words):
    random.shuffle(words)  # blame
    return {w: i for i, w in enumerate(words)}


def main():
    vocab = build_vocab(["the", "cat", "sat", "on", "a", "mat", "dog", "ran"])
    fix_seed(1)
    batch = random.choices(list(vocab.values()), k=4)
    print(vocab, batch)


main()
