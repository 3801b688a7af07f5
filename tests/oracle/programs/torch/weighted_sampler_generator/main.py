# entry
import torch
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler

data = TensorDataset(torch.arange(10))
sampler = WeightedRandomSampler([1.0] * 10, 6, generator=torch.Generator().manual_seed(4))
print([b[0].tolist() for b in DataLoader(data, batch_size=2, sampler=sampler)])
