# entry
import random


def draw():
    return random.randint(0, 10**6)  # blame: a


draw.seed = 5
draw.setup = lambda: random.seed(draw.seed)
print(draw())  # blame: a
