# entry
import torch
from torch import nn


def predict(model, x, rounds=3, seed=0):
    torch.manual_seed(seed)
    model.train()
    with torch.no_grad():
        return torch.stack([model(x) for _ in range(rounds)]).mean(0)


net = nn.Sequential(nn.Dropout(0.3), nn.Flatten())
print([round(v, 6) for v in predict(net, torch.ones(1, 6))[0].tolist()])
