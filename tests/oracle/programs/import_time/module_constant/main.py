# entry
import random

import noise

random.seed(1)
print([round(a + random.random(), 6) for a in noise.TABLE])
