# entry
import numpy as np
from sklearn.datasets import load_iris
from sklearn.svm import SVC, LinearSVC

X, y = load_iris(return_X_y=True)
print(SVC(C=2.0).fit(X, y).score(X, y), np.round(LinearSVC(dual=False).fit(X, y).coef_, 4).tolist())
