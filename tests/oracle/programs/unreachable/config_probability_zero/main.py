# entry
import random
from dataclasses import dataclass


@dataclass
class Aug:
    flip: bool = False

    def __call__(self, x):
        if self.flip and random.random() < 0.5:
            return -x
        return x


print([Aug()(i) for i in range(4)])
