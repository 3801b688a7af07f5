# entry
import numpy as np
import pandas as pd

np.random.seed(1)
df = pd.DataFrame({"a": range(10), "w": range(1, 11)})
print(df.sample(3, weights="w").a.tolist())
