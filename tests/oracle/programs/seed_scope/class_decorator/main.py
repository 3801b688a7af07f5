# entry
import random


def seeded(cls):
    original = cls.__init__

    def __init__(self, *args, **kwargs):
        random.seed(0)
        original(self, *args, **kwargs)

    cls.__init__ = __init__
    return cls


@seeded
class Model:
    def __init__(self, n):
        self.w = [random.random() for _ in range(n)]


print(Model(3).w)
