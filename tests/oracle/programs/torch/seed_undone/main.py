# entry
import torch

torch.manual_seed(1)
a = torch.rand(2)
torch.seed()  # blame: a
print(a.tolist(), torch.rand(1).item())  # blame: a
