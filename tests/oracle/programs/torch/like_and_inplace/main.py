# entry
import torch

x = torch.zeros(2, 2)
x.bernoulli_(0.0)
noise = torch.randn_like(x)  # blame
print((x + noise).tolist())
