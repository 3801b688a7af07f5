# entry
import argparse
import random
from dataclasses import dataclass, fields


@dataclass
class Config:
    n: int = 4
    seed: int = 3


def from_args():
    parser = argparse.ArgumentParser()
    for f in fields(Config):
        parser.add_argument(f"--{f.name}", type=int, default=f.default)
    return Config(**vars(parser.parse_args()))


cfg = from_args()
if cfg.seed is not None:
    random.seed(cfg.seed)
print([random.randint(0, 99) for _ in range(cfg.n)])
