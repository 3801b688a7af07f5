# entry
import itertools
import random

random.seed(1)
walk = itertools.accumulate(random.choice((-1, 1)) for _ in itertools.count())
print(list(itertools.islice(walk, 8)))
