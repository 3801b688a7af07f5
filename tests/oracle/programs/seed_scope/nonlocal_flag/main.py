# entry
import random


def make():
    ready = False

    def draw():
        nonlocal ready
        if not ready:
            random.seed(2)
            ready = True
        return random.random()

    return draw


draw = make()
print(draw(), draw())
