# entry
import uuid

import numpy as np

rng = np.random.default_rng(uuid.uuid4().int % 2**32)  # blame
print(rng.random())
