# entry
import numpy as np
import torch

torch.manual_seed(12)
np.random.seed(torch.initial_seed() % 2**32)
rng = np.random.default_rng(int(torch.randint(0, 1000, (1,)).item()))
print(np.random.rand(), rng.random())
