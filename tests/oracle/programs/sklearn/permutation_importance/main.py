# entry
from sklearn.datasets import load_diabetes
from sklearn.inspection import permutation_importance
from sklearn.linear_model import Ridge

X, y = load_diabetes(return_X_y=True)
model = Ridge().fit(X, y)
print(permutation_importance(model, X, y, n_repeats=2).importances_mean.tolist())  # blame
