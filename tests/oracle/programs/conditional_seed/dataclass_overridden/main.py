# entry
import random
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Config:
    steps: int = 5
    seed: int | None = None
    tags: list = field(default_factory=list)


def main(config: Config):
    if config.seed is not None:
        random.seed(config.seed)
    print([round(random.random(), 6) for _ in range(config.steps)])


if __name__ == "__main__":
    main(replace(Config(), seed=8))
