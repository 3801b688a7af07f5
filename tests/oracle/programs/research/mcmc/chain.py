import numpy as np


class Chain:
    def __init__(self, target, step, rng):
        self.target, self.step, self.rng = target, step, rng
        self.x = 0.0

    def __iter__(self):
        return self

    def __next__(self):
        proposal = self.x + self.step * self.rng.standard_normal()
        if np.log(self.rng.random()) < self.target(proposal) - self.target(self.x):
            self.x = proposal
        return self.x
