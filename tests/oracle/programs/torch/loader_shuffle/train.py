# entry
import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.arange(16))
loader = DataLoader(data, batch_size=4, shuffle=True)  # blame: a
for (batch,) in loader:  # blame: a
    print(batch.tolist())
