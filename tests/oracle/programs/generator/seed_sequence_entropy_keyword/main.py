# entry
import numpy as np

ss = np.random.SeedSequence(entropy=7, spawn_key=(1,))
rng = np.random.Generator(np.random.PCG64(ss))
print(rng.random(2).tolist())
