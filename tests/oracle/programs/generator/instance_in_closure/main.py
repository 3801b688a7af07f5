# entry
import random


def make_noise(scale, seed=None):
    rng = random.Random(seed)  # blame: a

    def noise(x):
        return x + scale * rng.gauss(0, 1)  # blame: a

    return noise


quiet, loud = make_noise(0.1, seed=1), make_noise(2.0)  # blame: a
print(quiet(1.0), loud(1.0))
