# entry
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Sim:
    rng: np.random.Generator = field(default_factory=np.random.default_rng)  # blame: a

    def run(self):
        return self.rng.random(2).tolist()  # blame: a


print(Sim().run())  # blame: a
