# entry
import torch

g = torch.Generator()
print(torch.randperm(8, generator=g).tolist())
