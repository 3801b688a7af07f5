# entry
import torch
from torch import nn


def evaluate(model, x):
    model.eval()
    with torch.no_grad():
        out = model(x).sum().item()
    model.train()
    return out


model = nn.Sequential(nn.Dropout(0.5), nn.Flatten())
x = torch.ones(1, 64)
print(evaluate(model, x))
print(model(x)[0].tolist())  # blame
