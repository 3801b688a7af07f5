# entry
import random
import time


def setup(seed=None):
    seed = seed or int(time.time())
    random.seed(seed)
    return seed


setup(seed=11)
print(random.random())
