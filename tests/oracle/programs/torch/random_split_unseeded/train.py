# entry
import torch
from torch.utils.data import TensorDataset, random_split

data = TensorDataset(torch.arange(16))
train, valid = random_split(data, [0.75, 0.25])  # blame
print([v[0].item() for v in valid])
