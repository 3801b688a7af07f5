# entry
import torch

g = torch.Generator(device="cpu")
g.manual_seed(7)
x = torch.randn(3, generator=g)
y = torch.empty(2).uniform_(generator=g)
print(x.tolist(), y.tolist())
