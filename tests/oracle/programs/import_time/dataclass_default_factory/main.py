# entry
import random
from dataclasses import dataclass, field


@dataclass
class Agent:
    name: str
    bias: float = field(default_factory=random.random)


random.seed(1)
print(Agent("a"), Agent("b"))
