# entry
import random

import numpy as np

for seeder, value in zip((random.seed, np.random.seed), (1, 2)):
    seeder(value)
print(random.random(), np.random.rand(2).tolist())
