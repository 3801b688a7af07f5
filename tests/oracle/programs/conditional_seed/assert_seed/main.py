# entry
import random


def configure(seed=None):
    assert seed is not None, "a seed is needed"
    random.seed(seed)


configure(seed=2)
print(random.random())
