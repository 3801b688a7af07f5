# entry
import random

if (seed := {"a": 1, "seed": 6}.get("seed")) is not None:
    random.seed(seed)
print(random.random())
