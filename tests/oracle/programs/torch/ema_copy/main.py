# entry
import copy

import torch
from torch import nn

torch.manual_seed(0)
student = nn.Linear(2, 2)
teacher = copy.deepcopy(student)
with torch.no_grad():
    for t, s in zip(teacher.parameters(), student.parameters()):
        t.mul_(0.9).add_(s, alpha=0.1)
print([round(v, 6) for v in teacher.weight.flatten().tolist()])
