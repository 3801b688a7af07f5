import argparse

from src.data import make
from src.utils import seed_all


def main(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    X, y = make(args.n)
    seed_all(args.seed)
    print(X.sum(), y.tolist())
    return 0
