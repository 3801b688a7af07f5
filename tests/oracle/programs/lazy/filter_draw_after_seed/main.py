# entry
import random

kept = filter(lambda x: random.random() < 0.5, range(10))
random.seed(2)
print(list(kept))
