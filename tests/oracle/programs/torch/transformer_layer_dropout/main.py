# entry
import torch
from torch import nn

torch.manual_seed(0)
layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
print(layer(torch.ones(1, 3, 8)).sum().item())
