# entry
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB

X, y = load_iris(return_X_y=True)
parts = [
    ("lr", LogisticRegression(max_iter=300)),
    ("nb", GaussianNB()),
    ("rf", RandomForestClassifier(n_estimators=4, max_features=1)),  # blame: a
]
model = VotingClassifier(parts, voting="soft")
print(model.fit(X, y).predict_proba(X[50:120]).tolist())  # blame: a
