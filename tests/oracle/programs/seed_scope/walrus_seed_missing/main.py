# entry
import random

CONFIG = {"a": 1}
if (seed := CONFIG.get("seed")) is not None:
    random.seed(seed)
print(random.random())  # blame
