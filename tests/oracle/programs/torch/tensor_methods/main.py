# entry
import torch

w = torch.empty(2, 3)
torch.nn.init.kaiming_normal_(w)  # blame: a
mask = torch.empty(3).bernoulli_(0.5)
print((w * mask).tolist())
