# entry
import numpy as np

from sim import simulate

print(simulate(steps=4).round(6).tolist())
