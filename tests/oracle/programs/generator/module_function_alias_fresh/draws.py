import random as _random

_instance = _random.Random()  # blame: a
normal = _instance.normalvariate
uniform = _instance.uniform
