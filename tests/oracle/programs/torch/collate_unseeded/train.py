# entry
import random

import torch
from torch.utils.data import DataLoader


def drop_some(batch):
    batch = [b for b in batch if random.random() < 0.5] or batch[:1]  # blame: a
    return torch.stack(batch)


torch.manual_seed(3)
data = [torch.full((2,), float(i)) for i in range(20)]
loader = DataLoader(data, batch_size=5, collate_fn=drop_some)
print([b.sum().item() for b in loader])  # blame: a
