# entry
import contextlib
import random


@contextlib.contextmanager
def temp_seed(seed):
    state = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(state)


with temp_seed(3):
    a = random.random()
b = random.random()  # blame
print(a, b)
