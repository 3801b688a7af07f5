# entry
import random

DEFAULTS = {"seed": None, "n": 4}
USER = {"n": 6}


def setup(config):
    if config["seed"] is not None:  # blame: a
        random.seed(config["seed"])


config = {**DEFAULTS, **USER}
setup(config)
print([random.randint(0, 99) for _ in range(config["n"])])  # blame: a
