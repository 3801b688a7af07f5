import numpy as np


def bootstrap(values, rounds, rng=None):
    rng = np.random.default_rng(rng)  # blame: a
    return [float(rng.choice(values, len(values)).mean()) for _ in range(rounds)]  # blame: a
