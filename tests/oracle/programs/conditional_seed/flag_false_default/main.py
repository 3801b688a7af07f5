# entry
import argparse
import random


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("--reproducible", action="store_true")
    p.add_argument("--seed", type=int, default=0)
    return p.parse_args()


args = parse()
if args.reproducible:  # blame: a
    random.seed(args.seed)
print([random.randint(0, 99) for _ in range(4)])  # blame: a
