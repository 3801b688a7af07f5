from torch import nn


class Generator(nn.Module):
    def __init__(self, z=2):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(z, 4), nn.ReLU(), nn.Linear(4, 2))

    def forward(self, z):
        return self.net(z)


def discriminator():
    return nn.Sequential(nn.Linear(2, 4), nn.LeakyReLU(0.2), nn.Linear(4, 1), nn.Sigmoid())
