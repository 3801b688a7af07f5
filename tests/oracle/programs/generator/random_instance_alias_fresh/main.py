# entry
import random

rng = random.Random()  # blame: a
choice = rng.choice  # blame: a
print([choice("abcdef") for _ in range(8)])  # blame: a
