# entry
import random

from transforms import Compose, Flip, Shift

random.seed(9)
pipeline = Compose([Flip(0.5), Shift(3)])
print([pipeline([1, 2, 3]) for _ in range(3)])
