# entry
import argparse
import random

p = argparse.ArgumentParser()
p.add_argument("--seed", type=int, default=-1)
args = p.parse_args()
if args.seed >= 0:  # blame: a
    random.seed(args.seed)
print(random.random())  # blame: a
