# entry
import uuid

import numpy as np

SEED = uuid.uuid4().int % 2**32  # blame: a
rng = np.random.default_rng(SEED)  # blame: a
print(rng.random(3).tolist())
