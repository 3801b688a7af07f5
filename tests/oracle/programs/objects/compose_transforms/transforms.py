import random


class Compose:
    def __init__(self, steps):
        self.steps = steps

    def __call__(self, x):
        for step in self.steps:
            x = step(x)
        return x


class Flip:
    def __init__(self, p):
        self.p = p

    def __call__(self, x):
        return x[::-1] if random.random() < self.p else x


class Shift:
    def __init__(self, n):
        self.n = n

    def __call__(self, x):
        return [v + random.randint(-self.n, self.n) for v in x]
