# entry
from sklearn.datasets import load_digits
from sklearn.decomposition import NMF, FastICA
from sklearn.random_projection import GaussianRandomProjection

X = load_digits().data[:60]
print(NMF(2, init="random", max_iter=20, tol=0.5, random_state=0).fit_transform(X)[0].round(4).tolist())
print(FastICA(2, max_iter=300, tol=0.5, random_state=0).fit_transform(X)[0].round(4).tolist())
print(GaussianRandomProjection(3).fit_transform(X)[0].tolist())  # blame
