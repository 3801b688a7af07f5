# entry
import torch
from torch import nn


def build():
    return nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))


reference = {
    "0.weight": torch.full((3, 2), 0.5),
    "0.bias": torch.zeros(3),
    "2.weight": torch.ones(1, 3),
    "2.bias": torch.zeros(1),
}
model = build()
model.load_state_dict(reference)
model.eval()
print(model(torch.tensor([[1.0, 2.0]])).item())
