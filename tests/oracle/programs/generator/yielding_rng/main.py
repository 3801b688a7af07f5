# entry
import numpy as np


def streams(seed):
    for child in np.random.SeedSequence(seed).spawn(3):
        yield np.random.default_rng(child)


print([rng.integers(1000) for rng in streams(1)])
