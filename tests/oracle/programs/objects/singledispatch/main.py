# entry
import functools
import random


@functools.singledispatch
def perturb(value):
    raise TypeError(value)


@perturb.register
def _(value: int):
    return value + random.randint(0, 10**6)  # blame: a


@perturb.register
def _(value: str):
    return value.upper()


print(perturb(3), perturb("x"))  # blame: a
