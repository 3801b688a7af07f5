# entry
import random
from typing import NamedTuple, Optional


class Options(NamedTuple):
    n: int = 4
    seed: Optional[int] = None


def run(options):
    if options.seed is not None:  # blame: a
        random.seed(options.seed)
    return [random.randint(0, 9) for _ in range(options.n)] + [random.random()]  # blame: a


print(run(Options(n=6)))
