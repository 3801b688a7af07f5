# entry
import numpy as np

sequence = np.random.SeedSequence()
rng = np.random.default_rng(sequence.entropy)  # blame: a
children = sequence.spawn(1)  # blame: a
print(rng.integers(0, 99, 8).tolist(), len(children))
