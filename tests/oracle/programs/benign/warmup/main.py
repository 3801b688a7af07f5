# entry
import torch


def model(x):
    return x.sum(-1)


dummy = torch.randn(1, 8)
for _ in range(3):
    model(dummy)
print(model(torch.ones(2, 8)).tolist())
