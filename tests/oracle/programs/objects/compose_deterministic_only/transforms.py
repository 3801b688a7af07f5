import random


class Compose:
    def __init__(self, steps):
        self.steps = steps

    def __call__(self, x):
        for step in self.steps:
            x = step(x)
        return x


class Flip:
    def __call__(self, x):
        return x[::-1] if random.random() < 0.5 else x


class Scale:
    def __init__(self, k):
        self.k = k

    def __call__(self, x):
        return [v * self.k for v in x]
