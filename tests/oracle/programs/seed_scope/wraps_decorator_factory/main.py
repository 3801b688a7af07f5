# entry
import random

from deco import with_seed


class Sampler:
    def __init__(self, items):
        self.items = items

    @with_seed(5)
    def pick(self, k):
        return random.sample(self.items, k)


print(Sampler(list(range(50))).pick(4))
