# entry
import random
from dataclasses import dataclass


@dataclass
class Agent:
    name: str
    bias: float = random.random()  # blame


random.seed(1)
print(Agent("a"), Agent("b", random.random()))
