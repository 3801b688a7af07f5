# entry
import random

random.seed(1)
state = random.getstate()
random.seed(None)
random.setstate(state)
print(random.random())
