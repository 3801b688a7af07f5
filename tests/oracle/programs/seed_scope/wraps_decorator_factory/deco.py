import functools
import random


def with_seed(seed):
    def wrap(fn):
        @functools.wraps(fn)
        def inner(*args, **kwargs):
            random.seed(seed)
            return fn(*args, **kwargs)

        return inner

    return wrap
