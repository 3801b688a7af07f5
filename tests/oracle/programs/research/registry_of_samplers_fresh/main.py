# entry
SAMPLERS = {}


def register(cls):
    SAMPLERS[cls.__name__.lower()] = cls
    return cls


@register
class Uniform:
    def __init__(self):
        import random

        self.rng = random.Random()  # blame: a

    def sample(self):
        return self.rng.random()  # blame: a


@register
class Constant:
    def sample(self):
        return 1.0


print(SAMPLERS["uniform"]().sample(), SAMPLERS["constant"]().sample())  # blame: a
