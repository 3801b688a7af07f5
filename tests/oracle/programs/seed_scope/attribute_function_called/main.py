# entry
import random


def draw():
    return random.randint(0, 10**6)


draw.seed = 5
draw.setup = lambda: random.seed(draw.seed)
draw.setup()
print(draw())
