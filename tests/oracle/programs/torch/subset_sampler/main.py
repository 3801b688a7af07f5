# entry
import numpy as np
import torch
from torch.utils.data import DataLoader, SubsetRandomSampler

np.random.seed(0)
indices = np.random.permutation(12)
train = SubsetRandomSampler(indices[:9].tolist())  # blame: a
loader = DataLoader(torch.arange(12), batch_size=3, sampler=train)  # blame: a
print([b.tolist() for b in loader])  # blame: a
