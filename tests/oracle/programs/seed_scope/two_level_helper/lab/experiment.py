import numpy as np

from .tools import prepare


class Experiment:
    def __init__(self, name, seed=13):
        self.name = name
        self.seed = seed

    def run(self):
        prepare(self)
        scores = np.random.beta(2, 5, size=6)
        return self.name, scores.round(6).tolist()
