# entry
import random


def setup(mode):
    match mode:
        case "debug":
            random.seed(0)
        case "train" | "eval":
            random.seed(1)
        case _:
            raise ValueError(mode)


setup("train")
print([random.randint(0, 99) for _ in range(4)])
