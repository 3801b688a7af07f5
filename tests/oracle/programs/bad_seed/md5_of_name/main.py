# entry
import hashlib
import random

NAME = "experiment-1"
random.seed(int(hashlib.md5(NAME.encode()).hexdigest(), 16) % 2**32)
print(random.random())
