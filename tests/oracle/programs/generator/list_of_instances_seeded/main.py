# entry
import random


class Player:
    def __init__(self, name, seed=None):
        self.name, self.rng = name, random.Random(seed)

    def roll(self):
        return self.rng.randint(1, 10**6)


players = [Player(name, i) for i, name in enumerate("abc")]
print({p.name: p.roll() for p in players})
