# entry
import random

noise = [random.gauss(0, 1) for _ in range(4)]  # blame
random.seed(1)
print([round(v, 6) for v in noise])
