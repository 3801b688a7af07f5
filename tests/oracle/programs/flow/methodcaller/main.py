# entry
import operator
import random


class Lab:
    def prepare(self):
        random.seed(4)


operator.methodcaller("prepare")(Lab())
print([random.randint(0, 99) for _ in range(4)])
