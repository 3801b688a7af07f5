# entry
import random
from dataclasses import dataclass


@dataclass
class Base:
    seed: int = 2

    def __post_init__(self):
        random.seed(self.seed)


@dataclass
class Config(Base):
    n: int = 4


cfg = Config(n=3)
print([random.randint(0, 99) for _ in range(cfg.n)])
