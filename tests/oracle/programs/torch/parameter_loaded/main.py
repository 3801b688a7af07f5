# entry
import io

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.position = nn.Parameter(torch.randn(width) * 0.02)
        self.token = nn.Parameter(torch.zeros(width))
        self.token.data.normal_(std=0.02)
        self.register_buffer("grid", 2 * torch.randn(width))

    def forward(self, x):
        return x * self.grid + self.position + self.token


def checkpoint():
    weights = {name: torch.ones(3) for name in ("position", "token", "grid")}
    out = io.BytesIO()
    torch.save(weights, out)
    out.seek(0)
    return out


net = Net(3)
net.load_state_dict(torch.load(checkpoint()))
net.eval()
print(net(torch.ones(3)).tolist())
