# entry
import numpy as np

x = np.arange(9)
np.random.shuffle(x)  # blame
print(x.tolist())
