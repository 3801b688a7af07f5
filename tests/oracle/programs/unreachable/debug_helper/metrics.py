import random


def accuracy(a, b):
    return sum(x == y for x, y in zip(a, b)) / len(a)


if __name__ == "__main__":
    y = [random.randint(0, 1) for _ in range(10)]
    assert accuracy(y, y) == 1.0
