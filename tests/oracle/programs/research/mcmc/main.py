# entry
import itertools

import numpy as np

from chain import Chain


def log_density(x):
    return -0.5 * x * x


def run(chains=2, draws=50, seed=7):
    rngs = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(chains)]
    return [np.mean(list(itertools.islice(Chain(log_density, 1.0, g), draws))).round(8) for g in rngs]


print([float(v) for v in run()])
