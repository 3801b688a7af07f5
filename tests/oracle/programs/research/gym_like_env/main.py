# entry
import numpy as np

from envs import Noisy

np.random.seed(1)
env = Noisy()
state = env.reset()  # blame: a
print([env.step(-0.5 * np.sign(state))[1] for _ in range(4)])
