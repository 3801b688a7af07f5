# entry
import random

from augment import replace, swap

rng = random.Random(0)
tokens = "a good day and a bad night make two long stories of one week".split()
for _ in range(4):
    tokens = swap(replace(tokens, 0.5, rng), n=2)  # blame: a
print(" ".join(tokens))
