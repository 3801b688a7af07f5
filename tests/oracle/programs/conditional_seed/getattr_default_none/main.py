# entry
import random
from types import SimpleNamespace

args = SimpleNamespace(lr=0.1)
random.seed(getattr(args, "seed", None))  # blame
print(random.random())
