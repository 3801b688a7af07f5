# entry
import torch
from torch.distributions import Categorical, Normal

torch.manual_seed(1)
policy = Categorical(logits=torch.zeros(4))
print(policy.sample((5,)).tolist(), Normal(0.0, 1.0).rsample().item())
