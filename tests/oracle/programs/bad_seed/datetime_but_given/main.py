# entry
import datetime
import random


class Run:
    def __init__(self, seed=None):
        if seed is None:
            seed = int(datetime.datetime.now().timestamp() * 1e6)
        self.seed = seed
        random.seed(self.seed)

    def roll(self):
        return [random.randint(1, 6) for _ in range(12)]


print(Run(seed=3).roll())
