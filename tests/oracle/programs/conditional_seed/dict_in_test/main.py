# entry
import random

OPTIONS = {"n": 4}
if "seed" in OPTIONS:
    random.seed(OPTIONS["seed"])
print([random.randint(0, 99) for _ in range(OPTIONS["n"])])  # blame
