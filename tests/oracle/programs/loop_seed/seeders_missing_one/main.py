# entry
import random

import numpy as np

for seeder in (random.seed,):
    seeder(100)
print(random.random(), np.random.random())  # blame
