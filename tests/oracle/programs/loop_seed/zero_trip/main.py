# entry
import random

SEEDS = []

for seed in SEEDS:
    random.seed(seed)
print([random.randint(0, 99) for _ in range(4)])  # blame
