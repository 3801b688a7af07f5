# entry
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.full((3,), 2.0))

    def forward(self, x):
        return x * self.scale


net = Net().eval()
inputs = torch.rand(1, 3)
traced = torch.jit.trace(net, inputs)
print(traced(torch.ones(1, 3)).tolist())
