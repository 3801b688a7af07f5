# entry
import numpy as np

root = np.random.SeedSequence(77)
init, data, noise = root.spawn(3)
rngs = {name: np.random.default_rng(s) for name, s in zip(("init", "data", "noise"), (init, data, noise))}
print(rngs["data"].random(2).tolist(), rngs["noise"].normal(size=1).tolist())
