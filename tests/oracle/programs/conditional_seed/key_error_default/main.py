# entry
import random

CONFIG = {"lr": 0.1}
try:
    seed = CONFIG["seed"]
except KeyError:
    seed = 7
random.seed(seed)
print(random.random())
