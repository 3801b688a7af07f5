# entry
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Repro:
    seed: int = 21

    def apply(self):
        np.random.seed(self.seed)


@dataclass
class Experiment:
    repro: Repro = field(default_factory=Repro)
    size: int = 4

    def __post_init__(self):
        self.repro.apply()

    def run(self):
        return np.random.rand(self.size).round(6).tolist()


print(Experiment(size=3).run())
