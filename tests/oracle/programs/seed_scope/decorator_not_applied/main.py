# entry
import functools
import random


def reproducible(seed):
    def wrap(function):
        @functools.wraps(function)
        def inner(*args, **kwargs):
            random.seed(seed)
            return function(*args, **kwargs)

        return inner

    return wrap


@reproducible(seed=17)
def shuffled(values):
    return random.sample(values, len(values))


def bootstrap(values, rounds=4):
    return [sum(random.choices(values, k=len(values))) / len(values) for _ in range(rounds)]  # blame


if __name__ == "__main__":
    print(bootstrap([1, 2, 3, 5, 8, 13]))
    print(shuffled([1, 2, 3]))
