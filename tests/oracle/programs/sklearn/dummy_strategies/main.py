# entry
import numpy as np
from sklearn.dummy import DummyClassifier

X, y = np.zeros((20, 1)), np.arange(20) % 3
print(DummyClassifier(strategy="most_frequent").fit(X, y).predict(X).tolist())
