# entry
import torch

from net import Encoder

torch.manual_seed(0)
encoder = Encoder([2, 2, 2])
noise = torch.Generator()
noise.seed()  # blame
print(encoder(torch.ones(1, 2), noise).sum().item())
