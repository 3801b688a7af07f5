# entry
import torch
from torch import nn

layer = nn.Linear(3, 2, device="meta")
layer = layer.to_empty(device="cpu")
nn.init.ones_(layer.weight)
nn.init.zeros_(layer.bias)
print(layer(torch.ones(1, 3)).tolist())
