from dataclasses import dataclass

import numpy as np


@dataclass
class Walk:
    rng: np.random.Generator
    position: int = 0

    def run(self, n):
        for _ in range(n):
            self.position += int(self.rng.choice([-1, 1]))
        return self.position
