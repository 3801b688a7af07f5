import random


class State:
    _instance = None

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.rng = random.Random()
        return cls._instance

    def seed(self, value):
        self.rng.seed(value)

    def draw(self, n):
        return [self.rng.randint(0, 99) for _ in range(n)]
