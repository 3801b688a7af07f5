# entry: --epochs 2
import argparse

import torch

from trainer import Trainer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=42)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    print(Trainer(args).fit())


if __name__ == "__main__":
    main()
