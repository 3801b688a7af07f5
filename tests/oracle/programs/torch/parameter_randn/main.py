# entry
import torch
from torch import nn


class Prompt(nn.Module):
    def __init__(self, n, d):
        super().__init__()
        self.tokens = nn.Parameter(torch.randn(n, d) * 0.02)  # blame: a

    def forward(self):
        return self.tokens.sum(0)


print(Prompt(3, 2)().tolist())  # blame: a
