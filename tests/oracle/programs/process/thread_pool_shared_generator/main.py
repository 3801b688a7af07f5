# entry
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def work(seed_seq):
    return np.random.default_rng(seed_seq).normal()


seqs = np.random.SeedSequence(5).spawn(4)
with ThreadPoolExecutor(2) as ex:
    print(list(ex.map(work, seqs)))
