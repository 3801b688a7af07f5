# entry
import torch

g = torch.Generator().manual_seed(1)
x = torch.randn(2, generator=g)
print((x + torch.randn_like(x)).tolist())  # blame
