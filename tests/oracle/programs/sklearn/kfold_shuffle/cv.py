# entry
import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, cross_val_score

X = np.arange(40.0).reshape(20, 2) ** 0.5
y = X.sum(1) ** 2
scores = cross_val_score(LinearRegression(), X, y, cv=KFold(4, shuffle=True))  # blame
print(scores.tolist())
