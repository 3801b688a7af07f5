# entry
import numpy as np
import pandas as pd

rng = np.random.default_rng(0)
df = pd.DataFrame({"g": [0, 0, 1, 1] * 3, "v": range(12)})
print(df.groupby("g").sample(1, random_state=rng).v.tolist())
