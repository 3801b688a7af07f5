# entry
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.datasets import load_iris
from sklearn.ensemble import AdaBoostRegressor


class Thresholded(ClassifierMixin, BaseEstimator):
    def __init__(self, rounds=4, random_state=None):
        self.rounds, self.random_state = rounds, random_state

    def fit(self, X, y):
        self.model_ = AdaBoostRegressor(n_estimators=self.rounds, random_state=self.random_state)  # blame: a
        self.model_.fit(X, y)  # blame: a
        return self

    def predict(self, X):
        return self.model_.predict(X)


X, y = load_iris(return_X_y=True)
print(Thresholded().fit(X, y).predict(X[40:130]).tolist())  # blame: a
