# entry
import random

SEED = None


def configure(value):
    global SEED
    SEED = value


def main():
    configure(3)
    if SEED is not None:
        random.seed(SEED)
    print([random.randint(0, 99) for _ in range(4)])


main()
