import random

WEIGHTS = [random.random() for _ in range(3)]
