# entry
import random


class Base:
    SEED = None

    def __init__(self):
        if self.SEED is not None:
            random.seed(self.SEED)

    def draw(self):
        return random.randint(0, 99)


class Fixed(Base):
    SEED = 8


job = Fixed()
print([job.draw() for _ in range(4)])
