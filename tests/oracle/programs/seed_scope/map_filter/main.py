# entry
import random

random.seed(4)
kept = filter(lambda v: random.random() < 0.5, range(20))
print(list(map(lambda v: v + random.random(), kept)))
