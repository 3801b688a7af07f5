# entry
import random

from toolkit import *

try:
    seed_all(8)
except NameError:
    pass
print([random.randrange(100) for _ in range(6)])  # blame
