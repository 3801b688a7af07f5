# entry
from sklearn.datasets import load_iris
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.tree import DecisionTreeClassifier

X, y = load_iris(return_X_y=True)
cv = StratifiedKFold(3, shuffle=True, random_state=1)
print(cross_val_score(DecisionTreeClassifier(random_state=0), X, y, cv=cv).tolist())
