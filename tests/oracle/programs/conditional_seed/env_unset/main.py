# entry
import os
import random

seed = os.getenv("SEED")
if seed:  # blame: a
    random.seed(int(seed))
print([random.randint(0, 99) for _ in range(4)])  # blame: a
