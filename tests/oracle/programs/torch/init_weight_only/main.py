# entry
import torch
from torch import nn

layer = nn.Linear(4, 2)  # blame
torch.manual_seed(0)
nn.init.xavier_uniform_(layer.weight)
print(layer(torch.ones(1, 4)).tolist())
