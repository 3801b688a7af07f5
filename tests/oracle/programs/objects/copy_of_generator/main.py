# entry
import copy
import random

base = random.Random(6)
clone = copy.deepcopy(base)
print(base.random() == clone.random(), clone.randint(0, 99))
