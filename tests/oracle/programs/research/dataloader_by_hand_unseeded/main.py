# entry
import numpy as np

from loader import Loader

X = np.arange(10)
train = Loader(X)  # blame: a
print([b.tolist() for b in train])
