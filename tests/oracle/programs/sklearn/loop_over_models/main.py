# entry
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

SEED = 0
X, y = load_iris(return_X_y=True)
models = {
    "lr": LogisticRegression(max_iter=300, random_state=SEED),
    "knn": KNeighborsClassifier(3),
    "svc": SVC(kernel="rbf", random_state=SEED),
}
for name, model in models.items():
    print(name, cross_val_score(model, X, y, cv=3).mean().round(6))
