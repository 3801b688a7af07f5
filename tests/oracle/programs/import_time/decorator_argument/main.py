# entry
import random


def scale(factor):
    def wrap(function):
        return lambda *a: factor * function(*a)

    return wrap


@scale(random.random())  # blame
def loss(x):
    return x * x


random.seed(0)
print(loss(2.0))
