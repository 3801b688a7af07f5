# entry
import random


class Session:
    def __init__(self, seed=None):
        self.seed = seed

    def __enter__(self):
        if self.seed is not None:  # blame: a
            random.seed(self.seed)
        return self

    def __exit__(self, *exc):
        return None

    def draw(self):
        return random.random()  # blame: a


with Session() as s:  # blame: a
    print(s.draw())
