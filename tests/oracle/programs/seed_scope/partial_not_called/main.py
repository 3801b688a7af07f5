# entry
import functools
import random

setup = functools.partial(random.seed, 12)
jobs = {"setup": setup, "name": "probe"}
print(jobs["name"], [random.randint(0, 9) for _ in range(8)])  # blame
