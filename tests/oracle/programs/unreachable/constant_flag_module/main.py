# entry
import random

import flags


def load(x):
    if flags.AUGMENT:
        x = x + random.random()
    return x


print([load(i) for i in range(3)])
