# entry
import argparse
import random
import time

p = argparse.ArgumentParser()
p.add_argument("--seed", type=int)
seed = p.parse_args().seed or time.time_ns()  # blame: a
random.seed(seed)  # blame: a
print([random.randint(0, 999) for _ in range(4)])
