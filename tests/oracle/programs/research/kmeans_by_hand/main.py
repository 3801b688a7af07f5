# entry
import numpy as np


def init_plus_plus(X, k, rng=np.random):
    centers = [X[rng.randint(len(X))]]  # blame: a
    for _ in range(k - 1):
        d = np.min([((X - c) ** 2).sum(1) for c in centers], axis=0)
        centers.append(X[rng.choice(len(X), p=d / d.sum())])
    return np.array(centers)


def kmeans(X, k, iters=3, rng=None):
    centers = init_plus_plus(X, k) if rng is None else init_plus_plus(X, k, rng)  # blame: a
    for _ in range(iters):
        labels = ((X[:, None] - centers) ** 2).sum(-1).argmin(1)
        centers = np.array([X[labels == j].mean(0) for j in range(k)])
    return centers


X = np.random.RandomState(0).normal(size=(60, 2)) * 3
print(kmeans(X, 5).round(5).tolist())  # blame: a
