# entry
import torch
from torch import nn

layer = nn.Linear(2, 2, bias=False)
layer.weight = nn.Parameter(torch.eye(2))
print(layer(torch.ones(1, 2)).tolist())
