import random

from .registry import register


@register("random_guess")
class RandomGuess:
    def predict(self, x):
        return random.randrange(10)


@register("majority")
class Majority:
    def predict(self, x):
        return 0
