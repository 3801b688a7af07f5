# entry
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.ensemble import GradientBoostingRegressor

X, y = load_diabetes(return_X_y=True)
m = GradientBoostingRegressor(n_estimators=5, subsample=0.5).fit(X, y)  # blame
print(np.round(m.predict(X[:3]), 6).tolist())
