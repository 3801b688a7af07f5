import random

import torch
from torch.utils.data import Dataset


class Crops(Dataset):
    def __init__(self, n):
        self.x = torch.arange(n * 8.0).reshape(n, 8)

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        start = random.randint(0, 4)  # blame
        return self.x[i, start : start + 4]
