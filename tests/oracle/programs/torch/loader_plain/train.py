# entry
import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.arange(16))
for (batch,) in DataLoader(data, batch_size=4):
    print(batch.tolist())
