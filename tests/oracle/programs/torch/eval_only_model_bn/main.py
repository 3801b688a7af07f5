# entry
import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4), nn.Dropout(0.3))
net.train()
for _ in range(3):
    net(torch.randn(8, 4))
net.eval()
print(net(torch.ones(1, 4)).tolist())
