# entry
import random
import time

import numpy as np


def fetch(attempts=3):
    for attempt in range(attempts):
        try:
            if attempt == 0:
                raise ConnectionError
            return [1.0, 2.0, 3.0]
        except ConnectionError:
            time.sleep(0.001 * 2**attempt + random.uniform(0, 0.001))
    return []


rng = np.random.default_rng(0)
print(np.asarray(fetch()) + rng.normal(size=3))
