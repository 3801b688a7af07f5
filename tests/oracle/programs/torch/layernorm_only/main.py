# entry
import torch
from torch import nn


class Scale(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.norm = nn.LayerNorm(n)
        self.gain = nn.Parameter(torch.ones(n))
        self.pool = nn.AvgPool1d(2)

    def forward(self, x):
        return self.pool(self.norm(x) * self.gain)


print(Scale(4)(torch.arange(8.0).reshape(1, 2, 4)).flatten().tolist())
