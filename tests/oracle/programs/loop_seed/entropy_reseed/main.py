# entry
import random

random.seed(1)
for fold in range(3):
    print(fold, random.random())
    random.seed()  # blame
