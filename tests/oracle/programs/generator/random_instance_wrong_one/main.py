# entry
import random

train_rng = random.Random()  # blame: a
valid_rng = random.Random()
valid_rng.seed(4)
print([train_rng.randint(0, 99) for _ in range(5)], valid_rng.random())  # blame: a
