# entry
import argparse
import random


def augment(x):
    return x + random.gauss(0, 1)


parser = argparse.ArgumentParser()
parser.add_argument("--augment", action="store_true")
args = parser.parse_args()
values = [1.0, 2.0]
if args.augment:
    values = [augment(v) for v in values]
print(values)
