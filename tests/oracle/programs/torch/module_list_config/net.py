from torch import nn


class Net(nn.Module):
    def __init__(self, config):
        super().__init__()
        pairs = zip(config.widths, config.widths[1:])
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in pairs])
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x):
        for layer in self.layers:
            x = self.dropout(layer(x))
        return x
