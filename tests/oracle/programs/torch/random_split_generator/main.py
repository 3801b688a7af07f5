# entry
import torch
from torch.utils.data import random_split

g = torch.Generator().manual_seed(42)
a, b = random_split(range(10), [7, 3], generator=g)
print(list(a), list(b))
