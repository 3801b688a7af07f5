# entry
import argparse
import random


def run(lr, seed=None, **rest):
    if seed is None:
        seed = 15
    random.seed(seed)
    return [round(random.random() * lr, 6) for _ in range(3)]


parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.5)
parser.add_argument("--seed", type=int)
print(run(**vars(parser.parse_args())))
