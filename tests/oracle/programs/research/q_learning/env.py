import numpy as np


class Corridor:
    def __init__(self, length=5, slip=0.1):
        self.length, self.slip = length, slip

    def reset(self, seed):
        self.rng = np.random.default_rng(seed)
        self.position = 0
        return 0

    def step(self, action):
        if self.rng.random() < self.slip:
            action = -action
        self.position = max(0, min(self.length, self.position + action))
        return self.position, float(self.position == self.length)
