# entry
import torch
from torch.utils.data import DataLoader

from data import Crops

torch.manual_seed(0)
for batch in DataLoader(Crops(6), batch_size=3, shuffle=True):
    print(batch.tolist())
