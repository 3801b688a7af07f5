# entry
import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import load_iris
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.naive_bayes import GaussianNB

X, y = load_iris(return_X_y=True)
gp = GaussianProcessRegressor().fit(X[:20], np.arange(20))
print(gp.predict(X[:2]).round(3).tolist(), gp.sample_y(X[:2]).shape)
print(CalibratedClassifierCV(GaussianNB(), cv=3).fit(X, y).predict_proba(X[:1]).round(6).tolist())
