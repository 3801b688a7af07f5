# entry
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.5)

    def forward(self, x):
        return self.drop(x) * 2  # blame: a


net = Net()
with torch.no_grad():
    print(net(torch.ones(24)).tolist())  # blame: a
