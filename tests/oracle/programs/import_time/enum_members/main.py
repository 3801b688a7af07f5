# entry
import enum
import random

random.seed(5)


class Color(enum.Enum):
    RED = random.randrange(100)
    BLUE = random.randrange(100, 200)


print([c.value for c in Color])
