# entry
import argparse
import random


def get_args():
    parser = argparse.ArgumentParser(description="toy")
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--seed", "--random-seed", type=int, default=1234)
    return parser.parse_args()


def main():
    args = get_args()
    if args.seed is not None:
        random.seed(args.seed)
    w = 0.0
    for _ in range(20):
        w += args.lr * (random.gauss(1, 1) - w)
    print(w)


if __name__ == "__main__":
    main()
