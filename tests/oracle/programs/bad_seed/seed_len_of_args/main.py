# entry
import random
import sys

random.seed(len(sys.argv))
print(random.random())
