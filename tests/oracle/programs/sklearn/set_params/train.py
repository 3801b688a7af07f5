# entry
from sklearn.datasets import load_iris
from sklearn.neural_network import MLPClassifier

X, y = load_iris(return_X_y=True)
model = MLPClassifier((4,), max_iter=5)
model.set_params(random_state=3)
print(model.fit(X, y).coefs_[0].tolist())
