# entry
import random


class Player:
    def __init__(self, name, seed=None):
        self.name, self.rng = name, random.Random(seed)  # blame: a

    def roll(self):
        return self.rng.randint(1, 10**6)  # blame: a


players = [Player("a", 1), Player("b", 2), Player("c")]  # blame: a
print({p.name: p.roll() for p in players})
