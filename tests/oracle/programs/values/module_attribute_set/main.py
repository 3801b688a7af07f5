# entry
import random

import settings

settings.SEED = 3
settings.apply()
print([random.randint(0, 99) for _ in range(4)])
