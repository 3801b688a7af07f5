# entry
from consts import *

print(NOISE.tolist(), np.random.rand(1).tolist())
