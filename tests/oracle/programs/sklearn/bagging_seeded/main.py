# entry
import numpy as np
from sklearn.datasets import load_iris
from sklearn.ensemble import BaggingClassifier

X, y = load_iris(return_X_y=True)
print(np.round(BaggingClassifier(n_estimators=3, random_state=0).fit(X, y).predict_proba(X[:2]), 4).tolist())
