# entry
import math

import numpy as np

from space import Choice, LogUniform, Space


def objective(params):
    return (math.log10(params["lr"]) + 2) ** 2 + {"relu": 0.0, "tanh": 0.1}[params["act"]]


def search(space, trials, seed):
    rng = np.random.RandomState(seed)
    best = min((space.sample(rng) for _ in range(trials)), key=objective)
    return best, objective(best)


print(search(Space(lr=LogUniform(1e-5, 1), act=Choice("relu", "tanh")), 10, seed=3))
