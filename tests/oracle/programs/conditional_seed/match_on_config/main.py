# entry
import random

CONFIG = {"mode": "train", "seed": 3}

match CONFIG:
    case {"mode": "train", "seed": int(seed)}:
        random.seed(seed)
    case _:
        pass
print(random.random())
