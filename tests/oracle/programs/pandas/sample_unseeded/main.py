# entry
import pandas as pd

df = pd.DataFrame({"x": range(30), "g": list("abc") * 10})
train = df.sample(frac=0.8)  # blame
print(train["x"].tolist())
