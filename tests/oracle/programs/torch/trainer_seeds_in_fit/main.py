# entry
import torch
from torch import nn


class Trainer:
    def __init__(self, model, seed=0):
        self.model, self.seed = model, seed

    def fit(self):
        torch.manual_seed(self.seed)
        x = torch.randn(8, 2)
        return self.model(x).sum().item()


print(Trainer(nn.Linear(2, 1)).fit())  # blame
