# entry
import torch
from torch import nn

emb = nn.Embedding.from_pretrained(torch.eye(3))
print(emb(torch.tensor([0, 2])).tolist())
