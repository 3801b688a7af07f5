import random

_table = None


def table():
    global _table
    if _table is None:
        _table = [random.randint(0, 99) for _ in range(4)]
    return _table
