# entry
import random
from types import SimpleNamespace

args = SimpleNamespace(lr=0.1)
seed = getattr(args, "seed", 5)
random.seed(seed)
print(random.random())
