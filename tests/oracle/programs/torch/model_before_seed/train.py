# entry
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, hidden=4):
        super().__init__()
        self.body = nn.Linear(2, hidden)
        self.head = nn.Linear(hidden, 1)

    def forward(self, x):
        return self.head(self.body(x).relu())


net = Net()  # blame
torch.manual_seed(0)
x = torch.randn(5, 2)
print(net(x).sum().item())
