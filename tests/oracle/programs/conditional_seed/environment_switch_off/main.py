# entry
import os
import random

if os.environ.get("DETERMINISTIC", "0") == "1":  # blame: a
    random.seed(0)
print(random.random())  # blame: a
