# entry
import random


def try_seed(value):
    if value is None:
        return False
    random.seed(value)
    return True


if not try_seed(None) and not try_seed(4):
    raise SystemExit("no seed")
print([random.randint(0, 99) for _ in range(4)])
