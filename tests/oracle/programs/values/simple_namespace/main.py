# entry
import random
from types import SimpleNamespace

cfg = SimpleNamespace(seed=None, n=3)
cfg.seed = 4


def setup(cfg):
    if cfg.seed is None:
        return
    random.seed(cfg.seed)


setup(cfg)
print([random.randint(0, 99) for _ in range(cfg.n)])
