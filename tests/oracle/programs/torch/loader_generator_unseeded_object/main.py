# entry
import torch
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
g = torch.Generator()
g.seed()  # blame: a
loader = DataLoader(TensorDataset(torch.arange(8)), batch_size=4, shuffle=True, generator=g)  # blame: a
print([b[0].tolist() for b in loader])  # blame: a
