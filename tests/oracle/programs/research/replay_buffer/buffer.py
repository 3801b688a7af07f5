import random
from collections import deque


class ReplayBuffer:
    def __init__(self, capacity, seed=None):
        self.items = deque(maxlen=capacity)
        self._sample = random.Random(seed).sample if seed is not None else random.sample

    def push(self, *item):
        self.items.append(item)

    def sample(self, n):
        return self._sample(list(self.items), n)
