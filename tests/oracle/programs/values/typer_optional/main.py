# entry
import random
from typing import Optional

import typer


def main(n: int = 3, seed: Optional[int] = None):
    if seed is not None:  # blame: a
        random.seed(seed)
    print([random.randint(0, 99) for _ in range(n)])  # blame: a


if __name__ == "__main__":
    typer.run(main)
