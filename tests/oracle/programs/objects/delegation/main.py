# entry
import random


class Logged:
    def __init__(self, inner):
        self._inner = inner

    def __getattr__(self, name):
        return getattr(self._inner, name)


rng = Logged(random.Random(3))
print(rng.randint(0, 99), rng.random())
