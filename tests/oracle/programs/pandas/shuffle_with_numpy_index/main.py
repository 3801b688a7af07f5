# entry
import numpy as np
import pandas as pd

df = pd.DataFrame({"a": range(8)})
df = df.iloc[np.random.permutation(len(df))]  # blame
print(df.a.tolist())
