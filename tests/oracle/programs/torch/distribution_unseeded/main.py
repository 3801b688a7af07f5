# entry
import torch
from torch.distributions import Normal


class Actor:
    def __init__(self):
        self.dist = Normal(torch.zeros(3), torch.ones(3))

    def act(self):
        return self.dist.sample()  # blame


print(Actor().act().tolist())
