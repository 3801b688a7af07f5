# entry
import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(16, 1, bias=False)
        nn.init.ones_(self.fc.weight)

    def forward(self, x):
        return self.fc(F.dropout(x, 0.5, training=self.training))


net = Net()
net.eval()
print(net(torch.ones(4, 16)).view(-1).tolist())
