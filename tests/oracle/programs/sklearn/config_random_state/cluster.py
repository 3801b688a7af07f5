# entry
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits

from conf import PARAMS

X = load_digits().data[:150]
print(KMeans(**PARAMS["kmeans"]).fit(X).inertia_)
