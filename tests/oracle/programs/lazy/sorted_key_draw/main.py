# entry
import random

pool = [3, 1, 4, 1, 5, 9, 2, 6]
order = sorted(pool, key=lambda _: random.random())  # blame
random.seed(4)
print(order)
