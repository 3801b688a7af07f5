# entry
import torch

g = torch.Generator()
g.seed()  # blame: a
print(torch.randn(3, generator=g).tolist())  # blame: a
