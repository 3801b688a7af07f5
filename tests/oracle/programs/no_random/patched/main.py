# entry
import random

counter = iter(range(100))
random.random = lambda: next(counter) / 100
print([random.random() for _ in range(3)])
