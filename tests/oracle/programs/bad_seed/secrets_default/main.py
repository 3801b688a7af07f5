# entry
import argparse
import random
import secrets

parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, default=secrets.randbits(32))  # blame: a
args = parser.parse_args()
random.seed(args.seed)  # blame: a
print([random.randint(0, 999) for _ in range(5)])
