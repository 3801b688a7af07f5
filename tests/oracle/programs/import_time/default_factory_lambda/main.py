# entry
import random
from dataclasses import dataclass, field


@dataclass
class Agent:
    bias: float = field(default_factory=lambda: random.uniform(-1, 1))


random.seed(3)
print(Agent().bias)
