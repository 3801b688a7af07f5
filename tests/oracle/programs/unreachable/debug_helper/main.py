# entry
import random

from metrics import accuracy


def _smoke_test():
    y = [random.randint(0, 1) for _ in range(10)]
    assert accuracy(y, y) == 1.0


if __name__ == "__main__":
    print(accuracy([1, 0, 1], [1, 1, 1]))
