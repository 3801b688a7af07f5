# entry
from sklearn.datasets import load_wine
from sklearn.decomposition import PCA
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 4
X, y = load_wine(return_X_y=True)
model = make_pipeline(StandardScaler(), PCA(3, random_state=SEED), SGDClassifier(max_iter=3, tol=None, random_state=SEED))
print(model.fit(X, y)[-1].coef_[0].tolist())
