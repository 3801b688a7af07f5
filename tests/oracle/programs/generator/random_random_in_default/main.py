# entry
import random


class Deck:
    def __init__(self, rng=None):
        self.rng = rng if rng is not None else random.Random()  # blame
        self.cards = list(range(52))

    def deal(self, n):
        self.rng.shuffle(self.cards)
        return self.cards[:n]


print(Deck().deal(5))
