# entry
import random
from contextlib import contextmanager


@contextmanager
def seeded(value):
    state = random.getstate()
    random.seed(value)
    try:
        yield
    finally:
        random.setstate(state)


with seeded(5):
    order = random.sample(range(6), 6)
noise = [random.random() for _ in order]  # blame
print(order, [round(v, 6) for v in noise])
