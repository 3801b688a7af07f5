# entry
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, rates):
        super().__init__()
        self.rate = sum(rates) / len(rates)

    def forward(self, x):
        if self.training and self.rate > 0.1:
            return x[torch.randperm(len(x))[:2]]
        return x


block = Block([0.2, 0.4])
block.eval()
with torch.no_grad():
    print(block(torch.arange(5.0)).tolist())
