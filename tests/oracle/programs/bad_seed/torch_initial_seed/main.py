# entry
import torch

torch.manual_seed(torch.initial_seed() % 2**31)  # blame
print(torch.rand(2).tolist())
