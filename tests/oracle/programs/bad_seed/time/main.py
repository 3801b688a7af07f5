# entry
import random
import time

random.seed(time.time())  # blame
print([random.randint(0, 999) for _ in range(5)])
