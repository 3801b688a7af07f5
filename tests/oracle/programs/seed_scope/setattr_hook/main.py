# entry
import random


class Config:
    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        if name == "seed":
            random.seed(value)


cfg = Config()
cfg.seed = 4
print(random.random())
