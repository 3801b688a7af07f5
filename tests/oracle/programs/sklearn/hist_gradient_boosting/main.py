# entry
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.ensemble import HistGradientBoostingRegressor

X, y = load_diabetes(return_X_y=True)
m = HistGradientBoostingRegressor(max_iter=5, random_state=0).fit(X, y)
print(np.round(m.predict(X[:3]), 6).tolist())
