# entry
from dataclasses import dataclass

import numpy as np

from aug import mixup


@dataclass
class Options:
    mixup: float = 0.4
    lr: float = 0.1


opt = Options()
x, y = np.arange(8.0), np.arange(8.0)
x, y = mixup(x, y, opt.mixup)  # blame: a
print((opt.lr * (x * y)).tolist())
