# entry
import torch
from torch import nn

model = nn.Linear(2, 1)  # blame
before = model(torch.tensor([[1.0, 2.0]])).item()
model.load_state_dict({"weight": torch.ones(1, 2), "bias": torch.zeros(1)})
print(before, model(torch.tensor([[1.0, 2.0]])).item())
