# entry
import argparse
import random

parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, default=-1, help="negative: don't seed")
args = parser.parse_args()
if args.seed >= 0:  # blame: a
    random.seed(args.seed)
print([random.randint(0, 99) for _ in range(5)])  # blame: a
