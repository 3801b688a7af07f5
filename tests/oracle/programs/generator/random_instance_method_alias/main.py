# entry
import random

rng = random.Random(11)
choice, shuffle = rng.choice, rng.shuffle
xs = list(range(6))
shuffle(xs)
print(xs, choice(xs))
