# entry
import numpy as np


def simulate(sequence, n):
    rng = np.random.default_rng(sequence)
    return rng.random(n).sum()


sequences = np.random.SeedSequence(1234).spawn(3)
print([round(float(simulate(s, 10)), 8) for s in sequences])
