# entry
import random

VERBOSE = False
VERBOSE and random.seed(1)
print([random.randint(0, 99) for _ in range(4)])  # blame
