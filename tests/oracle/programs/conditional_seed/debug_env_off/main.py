# entry
import os
import random

if os.environ.get("ORACLE_DEBUG") == "1":  # blame: a
    random.seed(0)
print([random.randint(0, 99) for _ in range(4)])  # blame: a
