# entry
import torch
from torch import nn


class Lit(nn.Module):
    def __init__(self, hidden=4):
        super().__init__()
        self.net = nn.ModuleList([nn.Linear(2, hidden), nn.Linear(hidden, 1)])

    def training_step(self, batch):
        x = batch
        for layer in self.net:
            x = torch.tanh(layer(x))
        return x.mean()


def seed_everything(seed):
    torch.manual_seed(seed)
    return seed


seed_everything(3)
print(Lit().training_step(torch.ones(2, 2)).item())
