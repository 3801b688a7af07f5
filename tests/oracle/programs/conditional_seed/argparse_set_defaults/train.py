# entry
import argparse
import random


def build():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int)
    parser.add_argument("--size", type=int, default=5)
    parser.set_defaults(seed=77)
    return parser


def main(argv=None):
    args = build().parse_args(argv)
    if args.seed is not None:
        random.seed(args.seed)
    print([random.randint(0, 99) for _ in range(args.size)])


if __name__ == "__main__":
    main()
