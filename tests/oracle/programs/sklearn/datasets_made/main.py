# entry
from sklearn.datasets import load_iris, make_blobs, make_circles
from sklearn.linear_model import LinearRegression

X, y = make_circles(20, noise=None, shuffle=False)
Z, _ = make_blobs(9, random_state=2)
print(LinearRegression().fit(X, y).score(X, y) < 1, Z[0].round(6).tolist(), load_iris().data.sum().round(3))
