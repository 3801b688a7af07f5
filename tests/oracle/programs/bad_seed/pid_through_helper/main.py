# entry
import random

from util import default_seed

random.seed(default_seed("train"))  # blame: a
print([random.randint(0, 999) for _ in range(5)])
