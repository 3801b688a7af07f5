# entry
import argparse
import random
from dataclasses import dataclass


@dataclass
class Options:
    seed: int
    n: int


p = argparse.ArgumentParser()
p.add_argument("--seed", type=int, default=3)
p.add_argument("--n", type=int, default=4)
opt = Options(**vars(p.parse_args()))
random.seed(opt.seed)
print([random.random() for _ in range(opt.n)])
