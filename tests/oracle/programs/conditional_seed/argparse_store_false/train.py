# entry
import argparse
import random

parser = argparse.ArgumentParser()
parser.add_argument("--no-seed", dest="seeded", action="store_false")
parser.add_argument("--seed", type=int, default=5)
args = parser.parse_args()
if args.seeded:
    random.seed(args.seed)
print([random.randint(0, 99) for _ in range(5)])
