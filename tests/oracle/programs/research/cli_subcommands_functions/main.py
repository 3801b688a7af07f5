# entry
import argparse
import random


def cmd_train(args):
    random.seed(args.seed)
    print([random.random() for _ in range(args.steps)])


def build():
    p = argparse.ArgumentParser()
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--steps", type=int, default=2)
    p.set_defaults(func=cmd_train)
    return p


def main(argv=None):
    args = build().parse_args(argv)
    args.func(args)


if __name__ == "__main__":
    main([])
