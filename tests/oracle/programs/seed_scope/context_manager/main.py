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


def split(ids, share=0.5):
    with seeded(5):
        ids = random.sample(ids, len(ids))
    cut = int(share * len(ids))
    return ids[:cut], ids[cut:]


print(split(list(range(12))))
