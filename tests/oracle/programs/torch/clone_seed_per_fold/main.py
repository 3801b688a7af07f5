# entry
import torch
from torch import nn


def fold(k):
    torch.manual_seed(k)
    model = nn.Linear(2, 1)
    data = torch.randn(6, 2)
    return model(data).mean().item()


print([round(fold(k), 7) for k in range(3)])
