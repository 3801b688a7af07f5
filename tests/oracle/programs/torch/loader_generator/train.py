# entry
import torch
from torch.utils.data import DataLoader, TensorDataset, random_split

g = torch.Generator()
g.manual_seed(9)
data = TensorDataset(torch.arange(16))
train, valid = random_split(data, [12, 4], generator=g)
loader = DataLoader(train, batch_size=4, shuffle=True, generator=g)
print([b[0].tolist() for b in loader], [v[0].item() for v in valid])
