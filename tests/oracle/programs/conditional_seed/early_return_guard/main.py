# entry
import random

_done = False


def setup(seed):
    global _done
    if _done:
        return
    random.seed(seed)
    _done = True


setup(1)
setup(2)
print([random.randint(0, 99) for _ in range(4)])
