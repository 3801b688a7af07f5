# entry
from sklearn.datasets import load_iris
from sklearn.linear_model import Perceptron

X, y = load_iris(return_X_y=True)
print(Perceptron(max_iter=5, tol=None).fit(X, y).coef_.tolist())
