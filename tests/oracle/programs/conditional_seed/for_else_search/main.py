# entry
import random

CANDIDATES = [None, None, 8]
for seed in CANDIDATES:
    if seed is not None:
        random.seed(seed)
        break
print(random.random())
