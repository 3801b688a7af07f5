# entry
import random


class Deck:
    def __init__(self, seed):
        self._random = random.Random(seed)
        self.cards = list(range(52))

    def deal(self, n):
        self._random.shuffle(self.cards)
        return self.cards[:n]


print(Deck("blackjack").deal(5))
