# entry
import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

X, y = load_iris(return_X_y=True)
skf = StratifiedKFold(n_splits=3, shuffle=True)  # blame: a
scores = []
for train, test in skf.split(X, y):  # blame: a
    model = LogisticRegression(max_iter=300).fit(X[train], y[train])
    scores.append((model.score(X[test], y[test]), int(test.sum())))
print(scores)
