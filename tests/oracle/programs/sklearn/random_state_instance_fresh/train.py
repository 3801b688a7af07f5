# entry
import numpy as np
from sklearn.datasets import make_classification
from sklearn.ensemble import BaggingClassifier

np.random.seed(42)
rs = np.random.RandomState()  # blame: a
X, y = make_classification(60, random_state=rs)  # blame: a
model = BaggingClassifier(n_estimators=3, random_state=0).fit(X, y)
print(X[0].tolist())
