# entry
import numpy as np
from sklearn.datasets import make_classification
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import Pipeline

X, y = make_classification(60, 8, random_state=0)
pipe = Pipeline([("svd", TruncatedSVD(3, random_state=1)), ("clf", SGDClassifier(random_state=2))])
print(np.round(pipe.fit(X, y).decision_function(X[:3]), 6).tolist())
