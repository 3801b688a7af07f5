# entry
import random


def sequential(n):
    return list(range(n))


def shuffled(n):
    return random.sample(range(n), n)


ORDERS = {"sequential": sequential, "shuffled": shuffled}


def order(name="sequential", n=5):
    return ORDERS[name](n)


print(order())
