# entry
import random

from config import cfg

random.seed(cfg.seed)
print([random.randint(0, 99) for _ in range(cfg.n)])
