# entry
import argparse
import random
import sys
import time


class Model:
    def __init__(self, width):
        self.width = width

    def __call__(self, numbers, profile=False):
        begin = time.perf_counter()
        total = sum(numbers) * self.width
        if profile:
            print("seconds", time.perf_counter() - begin, file=sys.stderr)
        return total


def profile_ops(numbers, ops):
    for op in ops:
        op(numbers, profile=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--width", type=int, default=3)
    parser.add_argument("--by-layer", action="store_true")
    args = parser.parse_args()
    numbers = [random.random() for _ in range(10)]
    model = Model(args.width)
    if args.by_layer:
        model(numbers, profile=True)
    else:
        profile_ops(numbers, [model])
    print("width", model.width, model([1, 2]))
