# entry
import argparse
import random

parser = argparse.ArgumentParser()
parser.add_argument("--deterministic", action="store_true")
parser.add_argument("--seed", type=int, default=5)
args = parser.parse_args()
if args.deterministic:  # blame: a
    random.seed(args.seed)
print([random.randint(0, 99) for _ in range(5)])  # blame: a
