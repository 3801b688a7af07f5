import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, args):
        self.args = args
        self.model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.2), nn.Linear(8, 1))
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.05)
        x = torch.randn(32, 4)
        self.loader = DataLoader(TensorDataset(x, x.sum(1)), batch_size=8, shuffle=True)

    def step(self, x, y):
        loss = (self.model(x).squeeze(1) - y).pow(2).mean()
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def fit(self):
        return [round(sum(self.step(x, y) for x, y in self.loader), 6) for _ in range(self.args.epochs)]
