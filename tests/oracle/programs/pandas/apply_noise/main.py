# entry
import numpy as np
import pandas as pd

df = pd.DataFrame({"x": [1.0, 2.0, 3.0]})
df["y"] = df["x"].apply(lambda v: v + np.random.normal(0, 0.1))  # blame
print(df["y"].tolist())
