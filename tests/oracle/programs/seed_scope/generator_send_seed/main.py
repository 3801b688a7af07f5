# entry
import random


def coroutine():
    while True:
        seed = yield
        random.seed(seed)


c = coroutine()
next(c)
c.send(5)
print(random.random())
