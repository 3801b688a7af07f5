# entry
import random

random.seed(hash("experiment-1"))  # blame
print([random.randint(0, 999) for _ in range(5)])
