# entry
import random


class Node:
    rng = random.Random()  # blame: a

    def __init__(self):
        self.key = self.rng.randint(0, 99)  # blame: a


print([Node().key for _ in range(4)])
