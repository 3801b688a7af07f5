# entry
import random

import numpy as np
import torch
from torch import nn


def seed_everything(seed=0):
    random.seed(seed)
    np.random.seed(seed)
    torch.cuda.manual_seed_all(seed)
    torch.backends.cudnn.deterministic = True


seed_everything()
layer = nn.Linear(3, 3)  # blame
print(layer(torch.ones(1, 3)).tolist())
