# entry
import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(1, 4, 3), nn.Flatten())
out = net(torch.zeros(1, 1, 8, 8))
print(out.shape[1], sum(p.numel() for p in net.parameters()))
