# entry
import random

random.seed_not_needed = True
print([random.random() for _ in range(3)])
