# entry
import random


class RandomFlip:
    def __init__(self, p=0.5):
        self.p = p

    def __call__(self, xs):
        if self.p and random.random() < self.p:
            return xs[::-1]
        return xs


print([RandomFlip(p=0)([1, 2, 3]) for _ in range(3)])
