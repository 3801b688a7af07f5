# entry
import random

from pkg.core import value

random.seed(0)
print(value())
