import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.width = width
        self.build()

    def build(self):
        raise NotImplementedError


class Gate(Block):
    def build(self):
        self.scale = nn.Parameter(torch.full((self.width,), 0.5))

    def forward(self, x):
        return x * self.scale.sigmoid()


class Dense(Block):
    def build(self):
        self.fc = nn.Linear(self.width, self.width)  # blame: a

    def forward(self, x):
        return self.fc(x)
