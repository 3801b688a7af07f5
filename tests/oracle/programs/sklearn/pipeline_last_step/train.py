# entry
from sklearn.datasets import load_wine
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def build():
    steps = [("scale", StandardScaler()), ("clf", SGDClassifier(max_iter=3, tol=None))]  # blame: a
    return Pipeline(steps)


X, y = load_wine(return_X_y=True)
model = build()
model.fit(X, y)  # blame: a
print(model.named_steps["clf"].coef_[0].tolist())
