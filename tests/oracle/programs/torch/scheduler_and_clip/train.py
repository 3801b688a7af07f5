# entry
import math

import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_

torch.manual_seed(1)
model = nn.GRU(2, 3, batch_first=True)
head = nn.Linear(3, 1)
params = [*model.parameters(), *head.parameters()]
optimizer = torch.optim.AdamW(params, lr=1e-2)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=3)
x = torch.stack([torch.linspace(0, math.pi, 5).sin(), torch.ones(5)], -1)[None]
for _ in range(3):
    out, _ = model(x)
    loss = head(out).square().mean()
    optimizer.zero_grad()
    loss.backward()
    clip_grad_norm_(params, 1.0)
    optimizer.step()
    scheduler.step()
print(round(loss.item(), 7))
