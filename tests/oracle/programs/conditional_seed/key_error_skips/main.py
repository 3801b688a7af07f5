# entry
import random

CONFIG = {"lr": 0.1}
try:
    random.seed(CONFIG["seed"])
except KeyError:
    pass
print(random.random())  # blame
