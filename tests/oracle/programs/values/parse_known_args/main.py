# entry: --unknown 3
import argparse
import random

parser = argparse.ArgumentParser(argument_default=argparse.SUPPRESS)
parser.add_argument("--seed", type=int, default=2)
args, rest = parser.parse_known_args()
random.seed(args.seed)
print(len(rest), [random.randint(0, 99) for _ in range(4)])
