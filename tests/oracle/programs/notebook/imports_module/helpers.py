import random


def mutate(bits):
    i = random.randrange(len(bits))  # blame
    return bits[:i] + [1 - bits[i]] + bits[i + 1 :]
