# entry
import torch
from torch import nn

REGISTRY = {}


def register(name):
    def wrap(cls):
        REGISTRY[name] = cls
        return cls

    return wrap


@register("mlp")
class MLP(nn.Module):
    def __init__(self, width=3):
        super().__init__()
        self.fc = nn.Linear(2, width)  # blame: a

    def forward(self, x):
        return self.fc(x)


def create(name, **kwargs):
    return REGISTRY[name](**kwargs)  # blame: a


net = create("mlp", width=2)  # blame: a
print(net(torch.ones(1, 2)).tolist())
