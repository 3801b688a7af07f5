# entry
import os
import random

if os.environ.get("DETERMINISTIC", "1") == "1":
    random.seed(0)
print(random.random())
