import random

from .registry import register


@register("random_guess")
class RandomGuess:
    def __init__(self, classes=10):
        self.classes = classes

    def predict(self, x):
        return random.randrange(self.classes)  # blame


@register("majority")
class Majority:
    def predict(self, x):
        return 0
