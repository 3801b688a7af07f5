# entry
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.naive_bayes import GaussianNB

MODELS = {"nb": GaussianNB(), "forest": RandomForestClassifier()}

X, y = load_iris(return_X_y=True)
print(MODELS["nb"].fit(X, y).score(X, y))
