# entry
import random


class Epochs:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        random.seed(0)
        for i in range(self.n):
            yield i


print([random.randint(0, 99) + e for e in Epochs(3)])
