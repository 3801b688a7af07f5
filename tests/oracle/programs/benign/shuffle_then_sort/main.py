# entry
import random

items = [5, 3, 8, 1]
random.shuffle(items)
print(sorted(items))
