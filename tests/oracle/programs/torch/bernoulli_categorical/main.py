# entry
import torch
from torch.distributions import Categorical

torch.manual_seed(2)
print(torch.bernoulli(torch.full((4,), 0.5)).tolist(), Categorical(torch.ones(5)).sample((3,)).tolist())
