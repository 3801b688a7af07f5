# entry
import random

try:
    random.seed(3)
    import not_there
except ImportError:
    not_there = None
print(random.random(), not_there)
