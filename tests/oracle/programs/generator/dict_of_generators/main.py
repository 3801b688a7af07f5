# entry
import numpy as np

streams = {name: np.random.default_rng(i) for i, name in enumerate(("init", "data", "noise"))}
print({name: float(rng.random()) for name, rng in streams.items()})
