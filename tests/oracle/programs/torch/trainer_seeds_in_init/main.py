# entry
import torch
from torch import nn


class Trainer:
    def __init__(self, build, seed=0):
        torch.manual_seed(seed)
        self.model = build()

    def fit(self):
        return self.model(torch.randn(8, 2)).sum().item()


print(Trainer(lambda: nn.Linear(2, 1)).fit())
