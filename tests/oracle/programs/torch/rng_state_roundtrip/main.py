# entry
import torch

torch.manual_seed(1)
state = torch.get_rng_state()
a = torch.rand(2)
torch.seed()
torch.set_rng_state(state)
print(torch.equal(a, torch.rand(2)), torch.rand(1).item())
