# entry
import random


class Config:
    epochs = 3


if hasattr(Config, "seed"):
    random.seed(Config.seed)
print([random.randint(0, 99) for _ in range(Config.epochs)])  # blame
