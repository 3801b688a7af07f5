# entry
import numpy as np

x = np.linspace(0, 1, 5)
np.add.at(x, [0, 1], 0.5)
print(np.random.__name__, np.quantile(x, 0.3).round(6), np.roll(x, 2).tolist())
