# entry: sample
import argparse
import random


def sample(args):
    if args.seed is not None:  # blame: a
        random.seed(args.seed)
    print([random.randint(0, 99) for _ in range(5)])  # blame: a


def show(args):
    print("seed", args.seed)


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    p = commands.add_parser("sample")
    p.add_argument("--seed", type=int)
    p.set_defaults(run=sample)
    p = commands.add_parser("show")
    p.add_argument("--seed", type=int, default=3)
    p.set_defaults(run=show)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
