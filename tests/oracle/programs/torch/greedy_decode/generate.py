# entry
import argparse

import torch


def pick(probs, sample):
    if sample:
        return torch.multinomial(probs, 1)
    return probs.argmax(-1, keepdim=True)


parser = argparse.ArgumentParser()
parser.add_argument("--sample", action="store_true")
args = parser.parse_args()
probs = torch.softmax(torch.linspace(0, 1, 5), -1)
print([int(pick(probs, args.sample)) for _ in range(3)])
