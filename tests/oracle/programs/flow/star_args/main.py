# entry
import random

CALLS = [(random.seed, (5,)), (random.random, ())]
results = [function(*args) for function, args in CALLS]
print(results)
