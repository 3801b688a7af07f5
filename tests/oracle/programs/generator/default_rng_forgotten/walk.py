from dataclasses import dataclass, field

import numpy as np


@dataclass
class Walk:
    rng: np.random.Generator = field(default_factory=np.random.default_rng)  # blame: a
    position: float = 0

    def run(self, n):
        for _ in range(n):
            self.position += float(self.rng.normal())  # blame: a
        return self.position
