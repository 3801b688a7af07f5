# entry
import torch

from config import TrainConfig
from net import Net


def main(config: TrainConfig):
    torch.manual_seed(config.seed)
    net = Net(config.model).train()
    for _ in range(config.steps):
        out = net(torch.ones(3, 2)).mean()
    print(out.item())


main(TrainConfig())
