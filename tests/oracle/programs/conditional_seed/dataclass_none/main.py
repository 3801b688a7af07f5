# entry
import random
from dataclasses import dataclass


@dataclass
class Config:
    steps: int = 5
    seed: int | None = None


def prepare(config: Config):
    if config.seed is None:  # blame: a
        return
    random.seed(config.seed)  # blame: a


def main(config: Config):
    prepare(config)
    walk, x = [], 0
    for _ in range(config.steps):
        x += random.choice((-1, 1))  # blame: a
        walk.append(x + random.random())
    print(walk)


if __name__ == "__main__":
    main(Config())
