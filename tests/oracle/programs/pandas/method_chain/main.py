# entry
import io

import pandas as pd

CSV = "x,y\n" + "\n".join(f"{i},{i * i % 7}" for i in range(20))


def load(seed=1):
    return (
        pd.read_csv(io.StringIO(CSV))
        .query("y > 0")
        .assign(z=lambda d: d.x + d.y)
        .sample(frac=1, random_state=seed)
        .reset_index(drop=True)
    )


print(load().z.tolist())
