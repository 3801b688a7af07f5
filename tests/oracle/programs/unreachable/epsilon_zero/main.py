# entry
import random


class Policy:
    def __init__(self, epsilon=0.0, seed=None):
        self.epsilon, self.rng = epsilon, random.Random(seed)  # blame: a

    def act(self, q):
        if self.rng.random() < self.epsilon:  # blame: a
            return self.rng.randrange(len(q))
        return max(range(len(q)), key=q.__getitem__)


policy = Policy(epsilon=0.5)  # blame: a
print([policy.act([0.1, 0.5, 0.2]) for _ in range(30)])
