# entry
import random

from settings import DETERMINISTIC

if DETERMINISTIC:
    random.seed(0)
print(random.random())
