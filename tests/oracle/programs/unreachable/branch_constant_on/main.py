# entry
import random

from settings import USE_NOISE

x = 1.0
if USE_NOISE:
    x += random.gauss(0, 1)  # blame
print(x)
