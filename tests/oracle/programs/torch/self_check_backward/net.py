# entry
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.position = nn.Parameter(torch.randn(dim))
        self.head = nn.Sequential(nn.Linear(dim, dim), nn.Dropout(0.1), nn.Linear(dim, 2))

    def forward(self, x):
        return self.head(x + self.position)


if __name__ == "__main__":
    net = Net(8)
    out = net(torch.randn(4, 8))
    out.sum().backward()
    assert out.shape == (4, 2)
    print(f"parameters: {sum(p.numel() for p in net.parameters())}")
