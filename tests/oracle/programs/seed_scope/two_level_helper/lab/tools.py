import numpy as np


def _seed_numpy(value):
    np.random.seed(value % 2**32)


def prepare(experiment):
    _seed_numpy(experiment.seed)
