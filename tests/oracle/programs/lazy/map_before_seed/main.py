# entry
import random

pool = [3, 1, 4, 1, 5]
jitter = map(lambda v: v + random.random(), pool)
random.seed(4)
print(sorted(jitter))
