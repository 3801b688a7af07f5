import numpy as np


class LogUniform:
    def __init__(self, low, high):
        self.low, self.high = np.log(low), np.log(high)

    def draw(self, rng):
        return float(np.exp(rng.uniform(self.low, self.high)))


class Choice:
    def __init__(self, *options):
        self.options = options

    def draw(self, rng):
        return self.options[rng.randint(len(self.options))]


class Space:
    def __init__(self, **parts):
        self.parts = parts

    def sample(self, rng):
        return {name: part.draw(rng) for name, part in self.parts.items()}
