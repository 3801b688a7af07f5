# entry
import random


class Meta(type):
    def __call__(cls, *args, **kwargs):
        random.seed(cls.SEED)
        return super().__call__(*args, **kwargs)


class Model(metaclass=Meta):
    SEED = 5

    def __init__(self):
        self.w = random.random()


print(Model().w)
