# entry
import random


class Config(dict):
    __getattr__ = dict.get


cfg = Config(seed=3, n=4)
if cfg.seed is not None:
    random.seed(cfg.seed)
print([random.randint(0, 99) for _ in range(cfg.n)])
