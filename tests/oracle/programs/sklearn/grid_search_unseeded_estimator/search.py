# entry
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV

X, y = load_iris(return_X_y=True)
forest = RandomForestClassifier(n_estimators=3)  # blame: a
search = GridSearchCV(forest, {"max_depth": [1, 2]}, cv=3)  # blame: a
search.fit(X, y)  # blame: a
print(search.best_estimator_.feature_importances_.tolist())
