# entry
import random


class Roulette:
    spin = staticmethod(random.random)

    def play(self, n):
        return [self.spin() < 0.5 for _ in range(n)]  # blame: a


print(Roulette().play(40))  # blame: a
