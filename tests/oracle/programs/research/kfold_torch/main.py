# entry
import numpy as np
import torch
from sklearn.model_selection import KFold
from torch import nn

SEED = 3
np.random.seed(SEED)
X = torch.linspace(0, 1, 12).reshape(12, 1)
for fold, (train, test) in enumerate(KFold(3, shuffle=True).split(X)):
    torch.manual_seed(SEED + fold)
    model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loss = (model(X[train]) - X[train]).pow(2).mean()
    loss.backward()
    optimizer.step()
    print(fold, round((model(X[test]) - X[test]).abs().mean().item(), 7))
