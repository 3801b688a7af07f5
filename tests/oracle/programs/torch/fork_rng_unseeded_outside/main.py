# entry
import torch

with torch.random.fork_rng():
    torch.manual_seed(3)
    a = torch.rand(1)
b = torch.rand(1)  # blame
print(a.item(), b.item())
