# entry
import random


class Deck:
    def __init__(self, rng=random):
        self.rng = rng
        self.cards = list(range(52))

    def deal(self, n):
        self.rng.shuffle(self.cards)
        return self.cards[:n]


random.seed(3)
print(Deck().deal(5))
