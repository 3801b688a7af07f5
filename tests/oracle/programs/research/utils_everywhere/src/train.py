import argparse

from src.data import make
from src.utils import seeding as _seeding


def main(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    _seeding.apply(args)
    X, y = make(args.n)
    print(X.sum().round(7), y.tolist())
    return 0
