# entry
import numpy as np
import pandas as pd

np.random.seed(5)
df = pd.DataFrame({"x": range(30), "g": list("abc") * 10})
print(df.sample(5)["x"].tolist(), df.groupby("g").sample(1)["x"].tolist())
