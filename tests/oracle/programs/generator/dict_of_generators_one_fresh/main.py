# entry
import numpy as np

streams = {"init": np.random.default_rng(0), "noise": np.random.default_rng()}  # blame: a
print(streams["init"].random(), streams["noise"].random())  # blame: a
