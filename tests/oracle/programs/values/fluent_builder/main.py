# entry
import random


class Builder:
    def __init__(self):
        self._seed, self._n = None, 3

    def seed(self, value):
        self._seed = value
        return self

    def size(self, n):
        self._n = n
        return self

    def build(self):
        if self._seed is not None:
            random.seed(self._seed)
        return [random.randint(0, 99) for _ in range(self._n)]


print(Builder().seed(4).size(5).build())
