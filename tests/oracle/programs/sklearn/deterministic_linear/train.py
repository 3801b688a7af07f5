# entry
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import Lasso, LogisticRegression, RidgeClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeRegressor

X, y = load_breast_cancer(return_X_y=True)
X = StandardScaler().fit_transform(X[:, :6])
print(LogisticRegression(C=0.5).fit(X, y).score(X, y))
print(RidgeClassifier().fit(X, y).score(X, y), Lasso(0.1).fit(X, y).coef_.round(6).tolist())
print(DecisionTreeRegressor(random_state=0).fit(X, y).get_depth())
