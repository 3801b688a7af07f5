# entry
import random

from aug import AUG

random.seed(6)
print([AUG(v) for v in range(1, 9)])
