# entry
import torch
from torch.utils.data import DataLoader, Sampler


class EpochSampler(Sampler):
    def __init__(self, n, seed=0):
        self.n, self.seed, self.epoch = n, seed, 0

    def set_epoch(self, e):
        self.epoch = e

    def __len__(self):
        return self.n

    def __iter__(self):
        g = torch.Generator()
        g.manual_seed(self.seed + self.epoch)
        return iter(torch.randperm(self.n, generator=g).tolist())


s = EpochSampler(6)
for e in range(2):
    s.set_epoch(e)
    print([b.tolist() for b in DataLoader(range(6), batch_size=3, sampler=s)])
