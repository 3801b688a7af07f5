# entry
import torch

torch.cuda.manual_seed_all(0)
print(torch.rand(2).tolist())  # blame
