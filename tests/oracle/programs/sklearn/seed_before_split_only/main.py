# entry
import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

X, y = load_iris(return_X_y=True)
Xtr, Xte, ytr, yte = train_test_split(X, y, random_state=42)
clf = MLPClassifier((5,), max_iter=8)  # blame: a
clf.fit(Xtr, ytr)  # blame: a
print(np.round(clf.predict_proba(Xte[:3]), 6).tolist())
