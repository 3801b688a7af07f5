# entry
import numpy as np
import torch

from repro import seed_everything

seed_everything(1)
x = torch.from_numpy(np.random.randn(4))  # blame
print((x + torch.randn(4)).tolist())
