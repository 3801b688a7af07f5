# entry
import random

from vendor.repro import Reproducibility

with Reproducibility(seed=4, deterministic=True) as r:
    print(r.describe(), [random.randint(0, 99) for _ in range(3)])
