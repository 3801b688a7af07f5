# entry
import random

for fold in range(4):
    if fold % 2 == 0:
        continue
    random.seed(fold)
    print(fold, random.random())
