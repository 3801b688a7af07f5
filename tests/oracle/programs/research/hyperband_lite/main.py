# entry
import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Trial:
    lr: float
    width: int


class Searcher:
    SPACE = {"width": (8, 16, 32)}

    def __init__(self, seed):
        self._rnd = random.Random(seed)

    def suggest(self):
        return Trial(self._rnd.uniform(0.001, 0.1), self._rnd.choice(self.SPACE["width"]))


def halving(trials, keep=2):
    return sorted(trials, key=lambda t: t.lr * t.width)[:keep]


s = Searcher(3)
print(halving([s.suggest() for _ in range(6)]))
