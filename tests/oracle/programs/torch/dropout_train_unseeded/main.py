# entry
import torch
from torch import nn

net = nn.Dropout(0.5)
print(net(torch.ones(32)).sum().item())  # blame
