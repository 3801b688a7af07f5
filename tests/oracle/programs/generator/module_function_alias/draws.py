import random as _random

_instance = _random.Random(1)
normal = _instance.normalvariate
uniform = _instance.uniform
