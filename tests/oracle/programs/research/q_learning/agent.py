import random
from collections import defaultdict


class Agent:
    def __init__(self, actions, epsilon=0.3):
        self.q = defaultdict(float)
        self.actions, self.epsilon = actions, epsilon

    def act(self, state):
        if random.random() < self.epsilon:  # blame
            return random.choice(self.actions)
        return max(self.actions, key=lambda a: self.q[state, a])

    def learn(self, s, a, r, s2):
        best = max(self.q[s2, b] for b in self.actions)
        self.q[s, a] += 0.5 * (r + 0.9 * best - self.q[s, a])
