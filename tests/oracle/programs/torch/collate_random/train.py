# entry
import random

import torch
from torch.utils.data import DataLoader


def drop_some(batch):
    batch = [b for b in batch if random.random() < 0.8] or batch[:1]
    return torch.stack(batch)


random.seed(3)
torch.manual_seed(3)
data = [torch.full((2,), float(i)) for i in range(10)]
print([b.shape[0] for b in DataLoader(data, batch_size=5, shuffle=True, collate_fn=drop_some)])
