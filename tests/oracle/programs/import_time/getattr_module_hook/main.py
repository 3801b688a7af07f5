# entry
import random

import lazylib

random.seed(6)
print(lazylib.SALT)
