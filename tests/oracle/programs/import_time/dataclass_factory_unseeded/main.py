# entry
import random
from dataclasses import dataclass, field


@dataclass
class Agent:
    name: str
    bias: float = field(default_factory=lambda: round(random.random(), 5))  # blame: a


agents = [Agent("a"), Agent("b")]  # blame: a
print(agents)
