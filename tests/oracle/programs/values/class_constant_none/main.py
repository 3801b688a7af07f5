# entry
import random


class Base:
    SEED = None

    def __init__(self):
        if self.SEED is not None:  # blame: a
            random.seed(self.SEED)

    def draw(self):
        return random.randint(0, 99)  # blame: a


class Loose(Base):
    NAME = "loose"


job = Loose()
print([job.draw() for _ in range(4)])
