# entry
import torch
import torch.nn.functional as F

print(F.gumbel_softmax(torch.ones(1, 5), tau=1.0).tolist())  # blame
