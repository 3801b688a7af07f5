# entry
import os
import random

SEED = int(os.environ.get("MY_SEED", "17"))
random.seed(SEED)
print(random.random())
