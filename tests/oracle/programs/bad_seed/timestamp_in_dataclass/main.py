# entry
import random
import time
from dataclasses import dataclass, field


@dataclass
class Config:
    n: int = 4
    seed: int = field(default_factory=lambda: time.time_ns() % 10**9)  # blame: a


cfg = Config()  # blame: a
random.seed(cfg.seed)  # blame: a
print([random.randint(0, 99) for _ in range(cfg.n)])
