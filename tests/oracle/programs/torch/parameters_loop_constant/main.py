# entry
import torch
from torch import nn


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))

    def forward(self, x):
        return self.layers(x)


model = Mlp()
for p in model.parameters():
    nn.init.constant_(p, 0.05)
print(model(torch.ones(1, 4)).item())
