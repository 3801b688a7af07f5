# entry
import torch

torch.seed()  # blame
print(torch.rand(3).tolist())
