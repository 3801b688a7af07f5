# entry
import pandas as pd


def balance(frame, column, n):
    return frame.groupby(column).sample(n=n)  # blame


df = pd.DataFrame({"x": range(30), "g": list("abc") * 10})
print(balance(df, "g", 2)["x"].tolist())
