# entry
import random


def controller():
    value = yield
    while True:
        value = yield value + random.random()  # blame: a


c = controller()
next(c)
print(c.send(1.0))  # blame: a
