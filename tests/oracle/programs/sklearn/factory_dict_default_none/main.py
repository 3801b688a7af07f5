# entry
import numpy as np
from sklearn.datasets import load_wine
from sklearn.ensemble import ExtraTreesClassifier

MODELS = {"et": lambda seed: ExtraTreesClassifier(5, max_depth=3, random_state=seed)}  # blame: a


def run(name, seed=None):
    X, y = load_wine(return_X_y=True)
    return MODELS[name](seed).fit(X, y).predict_proba(X[:20])  # blame: a


print(np.round(run("et"), 6).tolist())  # blame: a
