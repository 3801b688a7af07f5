# entry
import os

import numpy as np

raw = os.getenv("EXPERIMENT_SEED")
rng = np.random.default_rng(int(raw) if raw else None)  # blame
print(rng.random(3).tolist())
