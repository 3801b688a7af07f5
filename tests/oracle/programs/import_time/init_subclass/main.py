# entry
import random


class Plugin:
    registry = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.registry[cls.__name__] = random.randrange(10**6)  # blame: a


class First(Plugin):  # blame: a
    pass


random.seed(0)
print(Plugin.registry, random.random())
