# entry
import argparse
import random

parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, default=0)
args = parser.parse_args()
if args.seed:  # blame: a
    random.seed(args.seed)
print([random.randint(0, 99) for _ in range(5)])  # blame: a
