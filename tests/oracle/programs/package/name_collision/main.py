# entry
import random

import utils
from sub import utils as sub_utils

utils.setup()
print(sub_utils.NAME, [random.randint(0, 99) for _ in range(4)])  # blame
