# entry
import argparse
import random


def get_args():
    parser = argparse.ArgumentParser(description="toy")
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=None)
    return parser.parse_args()


def main():
    args = get_args()
    if args.seed is not None:  # blame: a
        random.seed(args.seed)
    w = 0.0
    for _ in range(20):
        w += args.lr * (random.gauss(1, 1) - w)  # blame: a
    print(w)


if __name__ == "__main__":
    main()
