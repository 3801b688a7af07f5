# entry
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_predict

X, y = load_iris(return_X_y=True)
pred = cross_val_predict(RandomForestClassifier(n_estimators=3, max_depth=2), X, y, method="predict_proba")  # blame
print(pred.sum(axis=0).tolist(), pred[:60, 0].tolist())
