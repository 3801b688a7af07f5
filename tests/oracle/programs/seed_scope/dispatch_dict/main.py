# entry: uniform
import argparse
import random


def seed_uniform(seed):
    random.seed(seed)
    return [round(random.uniform(0, 1), 6) for _ in range(3)]


def seed_normal(seed):
    random.seed(seed)
    return [round(random.gauss(0, 1), 6) for _ in range(3)]


SAMPLERS = {"uniform": seed_uniform, "normal": seed_normal}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=sorted(SAMPLERS))
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    print(SAMPLERS[args.kind](args.seed))
