# entry
import random

import torch
from scipy import stats

random.seed(0)
torch.manual_seed(0)
print(stats.norm.rvs(size=2).tolist())  # blame
