# entry
import random

import a_data
import b_seed  # noqa: F401

print(a_data.SPLIT, random.random())
