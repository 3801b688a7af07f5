# entry
import random
import time

config = {"seed": int(time.time() * 1000) % 100000}
random.seed(config["seed"])  # blame
print(random.random())
