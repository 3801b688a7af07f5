# entry
import os
import random

random.seed(int.from_bytes(os.urandom(4), "big"))  # blame
print(random.random())
