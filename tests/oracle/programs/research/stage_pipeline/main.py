# entry
import random

import numpy as np

from stages import STAGES


def run(seed=10):
    random.seed(seed)
    state = {}
    for stage in STAGES:
        state = stage(state)
    return state


print(run()["score"])
