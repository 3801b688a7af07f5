# entry
import numpy as np

rng = np.random.default_rng(0)
buf = np.empty(3)
rng.standard_normal(out=buf)
print(buf.tolist())
