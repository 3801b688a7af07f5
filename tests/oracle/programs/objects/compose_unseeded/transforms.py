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
        return x[::-1] if random.random() < self.p else x  # blame


class Scale:
    def __init__(self, k):
        self.k = k

    def __call__(self, x):
        return [v * self.k for v in x]
