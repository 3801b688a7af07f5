# entry
import torch
from torch import nn


class Denoiser(nn.Module):
    def forward(self, x, t):
        return x * (1 - t)


class Scheduler:
    def __init__(self, steps, eta=1.0):
        self.steps, self.eta = steps, eta

    def step(self, x, eps, t, generator=None):
        noise = torch.randn(x.shape, generator=generator) if t > 0 else 0.0  # blame: a
        return x - eps / self.steps + self.eta * 0.1 * noise


@torch.no_grad()
def sample(model, scheduler, shape, generator=None):
    x = torch.randn(shape, generator=generator)
    for t in reversed(range(scheduler.steps)):
        x = scheduler.step(x, model(x, t / scheduler.steps), t)  # blame: a
    return x


g = torch.Generator().manual_seed(0)
print(sample(Denoiser(), Scheduler(3), (2, 2), generator=g).tolist())
