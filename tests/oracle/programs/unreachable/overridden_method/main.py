# entry
import random


class Base:
    def augment(self, x):
        return x + random.random()

    def run(self, xs):
        return [self.augment(x) for x in xs]


class Identity(Base):
    def augment(self, x):
        return x


print(Identity().run([1, 2]))
