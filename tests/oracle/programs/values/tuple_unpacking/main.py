# entry
import random


def parse(text):
    seed, n = text.split(":")
    return int(seed), int(n)


SEED, N = parse("12:4")
random.seed(SEED)
print([random.randint(0, 99) for _ in range(N)])
