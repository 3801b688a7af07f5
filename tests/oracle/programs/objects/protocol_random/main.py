# entry
import random
from typing import Protocol


class Sampler(Protocol):
    def sample(self, n: int) -> list[int]: ...


class Sequential:
    def sample(self, n):
        return list(range(n))


class Shuffled:
    def sample(self, n):
        return random.sample(range(n), n)  # blame: a


def loader(sampler: Sampler, n: int):
    return sampler.sample(n)


print(loader(Shuffled(), 6))  # blame: a
