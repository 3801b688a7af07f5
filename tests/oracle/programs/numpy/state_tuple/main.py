# entry
import numpy as np

np.random.seed(3)
saved = np.random.get_state()
first = np.random.rand(2)
np.random.seed()
np.random.set_state(saved)
print(bool((first == np.random.rand(2)).all()), np.random.rand())
