# entry
import random
import sys

seed = int(sys.argv[1]) if len(sys.argv) > 1 else 31
random.seed(seed)
print(random.random())
