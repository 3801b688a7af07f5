# entry
import random
import time

random.seed(time.perf_counter_ns())  # blame
print(random.random())
