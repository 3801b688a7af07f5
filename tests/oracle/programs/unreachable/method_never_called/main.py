# entry
import random


class Policy:
    def greedy(self, q):
        return max(range(len(q)), key=q.__getitem__)

    def explore(self, q):
        return random.randrange(len(q))


print(Policy().greedy([0.1, 0.5, 0.2]))
