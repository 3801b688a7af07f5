# entry
import enum
import random


class Mode(enum.Enum):
    FAST = 1
    EXACT = 2


MODE = Mode.FAST
if MODE is Mode.EXACT:
    random.seed(0)
print(random.random())  # blame
