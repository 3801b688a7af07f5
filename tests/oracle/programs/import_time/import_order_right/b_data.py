import random

SPLIT = random.sample(range(10), 3)
