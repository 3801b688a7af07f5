# entry
import random


def stream():
    while True:
        yield random.random()  # blame: a


s = stream()
warmup = next(s)  # blame: a
random.seed(9)
print(warmup, next(s))
