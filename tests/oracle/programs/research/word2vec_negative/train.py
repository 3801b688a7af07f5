# entry
import argparse
import random

from model import SkipGram

TEXT = "the quick brown fox jumps over the lazy dog while the cat sleeps".split()


def train(args):
    model = SkipGram(sorted(set(TEXT)))
    for _ in range(args.epochs):
        for i, word in enumerate(TEXT[:-1]):
            model.step(word, TEXT[i + 1], 1)
            for negative in model.negatives(2):
                model.step(word, negative, 0)
    return model


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    random.seed(args.seed)
    print([round(v, 7) for v in train(args).vectors["fox"]])
