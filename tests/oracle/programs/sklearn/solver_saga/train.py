# entry
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

X, y = load_iris(return_X_y=True)
model = LogisticRegression(solver="saga", max_iter=10000, tol=1e-2)  # blame: a
print(model.fit(X, y).coef_.tolist())  # blame: a
