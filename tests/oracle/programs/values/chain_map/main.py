# entry
import collections
import random

cfg = collections.ChainMap({"n": 3}, {"seed": 4, "n": 9})
random.seed(cfg["seed"])
print([random.randint(0, 99) for _ in range(cfg["n"])])
