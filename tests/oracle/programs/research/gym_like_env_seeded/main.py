# entry
import numpy as np

from envs import Noisy

env = Noisy()
state = env.reset(seed=12)
print([round(env.step(-0.5 * np.sign(state))[1], 7) for _ in range(4)])
