# entry
import random


def sequential(n):
    return list(range(n))


def shuffled(n):
    return random.sample(range(n), n)  # blame: a


ORDERS = {"sequential": sequential, "shuffled": shuffled}


def order(name="shuffled", n=9):
    return ORDERS[name](n)  # blame: a


print(order())  # blame: a
