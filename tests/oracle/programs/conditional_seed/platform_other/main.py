# entry
import random
import sys

if sys.platform == "win32":
    random.seed(0)
print(random.random())  # blame
