# entry
import numpy as np
from sklearn.datasets import make_classification
from sklearn.ensemble import BaggingClassifier

rs = np.random.RandomState(42)
X, y = make_classification(60, random_state=rs)
model = BaggingClassifier(n_estimators=3, random_state=rs).fit(X, y)
print(model.predict_proba(X[:5])[:, 0].tolist(), rs.rand())
