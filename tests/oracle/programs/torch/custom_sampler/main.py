# entry
import torch
from torch.utils.data import DataLoader, Sampler


class Epochs(Sampler):
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __iter__(self):
        yield from torch.randperm(self.n).tolist()  # blame: a


data = list(range(12))
print([b.tolist() for b in DataLoader(data, batch_size=4, sampler=Epochs(12))])  # blame: a
