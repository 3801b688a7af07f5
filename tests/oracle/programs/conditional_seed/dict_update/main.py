# entry
import random

config = dict(seed=None, n=4)
config.update(seed=21)


def setup(config):
    if config["seed"] is not None:
        random.seed(config["seed"])


setup(config)
print([random.randint(0, 99) for _ in range(config["n"])])
