# entry
import random


class Dist:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def __matmul__(self, n):
        return [random.uniform(self.low, self.high) for _ in range(n)]  # blame: a


print(Dist(0, 1) @ 3)  # blame: a
