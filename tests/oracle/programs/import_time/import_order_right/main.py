# entry
import random

import a_seed  # noqa: F401
import b_data

print(b_data.SPLIT, random.random())
