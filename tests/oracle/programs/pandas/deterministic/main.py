# entry
import pandas as pd

df = pd.DataFrame({"x": range(30), "g": list("abc") * 10})
print(df.groupby("g")["x"].mean().tolist(), df.nlargest(2, "x").index.tolist(), df.iloc[::7].x.sum())
