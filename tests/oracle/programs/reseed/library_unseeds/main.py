# entry
import random

import shuffler

random.seed(1)
first = shuffler.shuffled(range(8))
print(first, random.random())  # blame: a
