import math

import numpy as np


class Base:
    def __init__(self, k):
        self.n, self.q = [0] * k, [0.0] * k

    def update(self, arm, reward):
        self.n[arm] += 1
        self.q[arm] += (reward - self.q[arm]) / self.n[arm]


class UCB(Base):
    def choose(self, t):
        return max(range(len(self.n)), key=lambda a: self.q[a] + math.sqrt(math.log(t + 1) / (self.n[a] + 1e-9)))


class Thompson(Base):
    def choose(self, t):
        return int(np.argmax([np.random.normal(q, 1 / (n + 1)) for q, n in zip(self.q, self.n)]))  # blame


POLICIES = {"ucb": UCB, "thompson": Thompson}
