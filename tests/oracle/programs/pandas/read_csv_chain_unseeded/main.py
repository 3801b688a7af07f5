# entry
import io

import pandas as pd

CSV = "x,y\n" + "\n".join(f"{i},{i * i % 7}" for i in range(20))


def load(text):
    frame = pd.read_csv(io.StringIO(text))
    frame = frame[frame["y"] > 0].dropna()
    return frame.sample(frac=1).reset_index(drop=True)  # blame


print(load(CSV).x.tolist())
