# entry
import torch
from torch import nn
from torch.distributions import Categorical


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.logits = nn.Parameter(torch.zeros(3))

    def forward(self):
        return Categorical(logits=self.logits)


policy = Policy()
optimizer = torch.optim.SGD(policy.parameters(), lr=0.5)
for _ in range(3):
    dist = policy()
    actions = dist.sample((8,))  # blame
    loss = -(dist.log_prob(actions) * (actions == 1).float()).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(policy.logits.tolist())
