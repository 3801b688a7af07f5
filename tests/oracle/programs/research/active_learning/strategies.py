import random


def first(pool, n):
    return pool.items[:n]


def uniform(pool, n):
    return random.sample(pool.items, n)


def get_strategy(name):
    try:
        return {"first": first, "random": uniform}[name]
    except KeyError:
        raise ValueError(f"no strategy {name!r}") from None
