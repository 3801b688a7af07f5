# entry
from dataclasses import dataclass

import numpy as np

from aug import mixup


@dataclass
class Options:
    mixup: float = 0.0
    lr: float = 0.1


opt = Options()
x, y = np.arange(4.0), np.arange(4.0)
x, y = mixup(x, y, opt.mixup)
print((opt.lr * (x * y)).tolist())
