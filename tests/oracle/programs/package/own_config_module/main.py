# entry
import random

from configs import load

config = load("base")
random.seed(config.SEED)
print([random.randint(0, 99) for _ in range(config.N)])
