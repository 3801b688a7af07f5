# entry
import random


class Flag:
    def __bool__(self):
        random.seed(3)
        return True


if Flag():
    print(random.random())
