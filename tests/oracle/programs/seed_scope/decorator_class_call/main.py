# entry
import random


class Seeded:
    def __init__(self, function):
        self.function = function

    def __call__(self, *args):
        random.seed(len(args))
        return self.function(*args)


@Seeded
def draw(n):
    return [random.randint(0, 99) for _ in range(n)]


print(draw(4))
