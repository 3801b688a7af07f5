# entry
import operator
import random

operator.methodcaller("seed", 3)(random)
print(random.random())
