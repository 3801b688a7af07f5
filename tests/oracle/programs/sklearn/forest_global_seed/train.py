# entry
import numpy as np
from sklearn.datasets import load_iris
from sklearn.ensemble import ExtraTreesClassifier

np.random.seed(10)
X, y = load_iris(return_X_y=True)
model = ExtraTreesClassifier(n_estimators=5, max_depth=2).fit(X, y)
print(model.feature_importances_.tolist())
