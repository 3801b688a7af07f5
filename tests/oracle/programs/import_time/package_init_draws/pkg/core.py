from . import OFFSET


def value():
    return OFFSET + 1
