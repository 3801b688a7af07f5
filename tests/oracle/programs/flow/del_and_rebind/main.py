# entry
import random


def seed_all(v):
    random.seed(v)


original = seed_all


def seed_all(v):
    print("dry run", v)


original(1)
seed_all(2)
print([random.randint(0, 99) for _ in range(4)])
