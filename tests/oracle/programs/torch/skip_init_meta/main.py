# entry
import torch
from torch import nn

with torch.device("meta"):
    shape = nn.Linear(3, 2).weight.shape
layer = nn.utils.skip_init(nn.Linear, 3, 2)
nn.init.constant_(layer.weight, 0.5)
nn.init.zeros_(layer.bias)
print(tuple(shape), layer(torch.ones(3)).tolist())
