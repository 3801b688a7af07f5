# entry
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier

X, y = load_iris(return_X_y=True)
model = RandomForestClassifier(n_estimators=5, max_depth=2, random_state=0)
model.fit(X, y)
print(model.feature_importances_.tolist())
