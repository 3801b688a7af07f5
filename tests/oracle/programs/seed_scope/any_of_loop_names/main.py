# entry
import importlib

import numpy as np

for name in ("random",):
    importlib.import_module(name).seed(0)
print(np.random.permutation(9).tolist())  # blame
