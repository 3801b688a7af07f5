# entry
import random

NAME = "experiment-1"
random.seed(hash(NAME))  # blame
print(random.random())
