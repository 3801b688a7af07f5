# entry
SAMPLERS = {}


def register(cls):
    SAMPLERS[cls.__name__.lower()] = cls
    return cls


@register
class Uniform:
    def __init__(self, rng):
        self.rng = rng

    def sample(self):
        return self.rng.random()


@register
class Constant:
    def __init__(self, rng):
        pass

    def sample(self):
        return 1.0


def build(name, seed=0):
    import random

    return SAMPLERS[name](random.Random(seed))


print(build("uniform").sample(), build("constant").sample())
