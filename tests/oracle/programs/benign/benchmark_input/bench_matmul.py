# entry
import sys
import time

import numpy as np


def measure(a, b):
    begin = time.perf_counter()
    a @ b
    return time.perf_counter() - begin


a, b = np.random.rand(20, 20), np.random.rand(20, 20)
took = [measure(a, b) for _ in range(3)]
print("slowest", max(took), file=sys.stderr)
print("runs", len(took))
