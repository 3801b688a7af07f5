# entry
import random

import tables

random.seed(0)
print(tables.TABLE["b"])
