# entry
import numpy as np

from regress import EarlyStopping, Ridge

rng = np.random.default_rng(0)
X = rng.normal(size=(40, 3))
y = X @ [1.0, -2.0, 0.5] + 0.1 * rng.normal(size=40)
model = Ridge(callbacks=[EarlyStopping(patience=3)]).fit(X, y)
print(model.w.round(6).tolist())
