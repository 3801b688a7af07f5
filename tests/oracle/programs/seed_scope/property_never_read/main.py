# entry
import random


class Lab:
    def __init__(self, seed):
        self._seed = seed

    @property
    def rolls(self):
        return [random.randint(1, 6) for _ in range(10)]  # blame

    @property
    def ready(self):
        random.seed(self._seed)
        return True


lab = Lab(90)
print(lab.rolls)
