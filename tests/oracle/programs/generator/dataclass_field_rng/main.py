# entry
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Sim:
    seed: int = 2
    rng: np.random.Generator = field(init=False)

    def __post_init__(self):
        self.rng = np.random.default_rng(self.seed)

    def run(self):
        return self.rng.random(2).tolist()


print(Sim().run())
