# entry
import random


def noise():
    while True:
        yield random.random()


stream = noise()
print(type(stream).__name__)
