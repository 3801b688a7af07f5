# entry
import random

import helpers

helpers.seed_all = lambda value: None
helpers.setup()
print([random.randint(0, 99) for _ in range(4)])  # blame
