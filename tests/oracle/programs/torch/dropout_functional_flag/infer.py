# entry
import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, 0.5, training=self.training)


net = Net()
net.eval()
print(net(torch.ones(24)).tolist())
