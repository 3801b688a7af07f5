# entry
import argparse

import torch

from models import Generator, discriminator


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("--steps", type=int, default=2)
    p.add_argument("--seed", type=int, default=None)
    return p.parse_args()


def main(args):
    if args.seed is not None:  # blame: a
        torch.manual_seed(args.seed)
    g, d = Generator(), discriminator()  # blame: a
    opt = torch.optim.SGD([*g.parameters(), *d.parameters()], lr=0.1)
    for _ in range(args.steps):
        score = d(g(torch.randn(4, 2))).mean()
        opt.zero_grad()
        score.backward()
        opt.step()
    print(score.item())


if __name__ == "__main__":
    main(parse())
