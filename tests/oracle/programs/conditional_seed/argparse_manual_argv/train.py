# entry
import argparse
import random


def main(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=None)
    args = parser.parse_args(argv)
    if args.seed is None:
        args.seed = 9
    random.seed(args.seed)
    return random.sample(range(100), 3)


if __name__ == "__main__":
    print(main([]))
