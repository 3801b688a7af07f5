# entry
import numpy as np
import pandas as pd

df = pd.DataFrame({"a": range(5)})
df = df.assign(noise=lambda d: np.random.normal(size=len(d)))  # blame
print(df.noise.round(4).tolist())
