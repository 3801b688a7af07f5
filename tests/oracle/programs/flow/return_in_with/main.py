# entry
import random
from contextlib import contextmanager


@contextmanager
def timer(name):
    yield name


def setup():
    with timer("setup"):
        if random.__name__ == "random":
            random.seed(3)
            return True
    return False


setup()
print([random.randint(0, 99) for _ in range(4)])
