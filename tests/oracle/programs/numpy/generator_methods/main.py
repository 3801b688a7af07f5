# entry
import numpy as np


def shuffle_in_unison(rng, *arrays):
    state = rng.bit_generator.state
    for a in arrays:
        rng.bit_generator.state = state
        rng.shuffle(a)


a, b = np.arange(6), np.arange(6) * 10
shuffle_in_unison(np.random.default_rng(2), a, b)
print(a.tolist(), b.tolist())
