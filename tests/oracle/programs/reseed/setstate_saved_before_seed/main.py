# entry
import random

state = random.getstate()
random.seed(0)
a = random.random()
random.setstate(state)
print(a, random.random())  # blame
