# entry
import functools
import random

steps = [lambda x: x + random.random(), lambda x: x * 2]
random.seed(4)
print(functools.reduce(lambda acc, step: step(acc), steps, 1.0))
