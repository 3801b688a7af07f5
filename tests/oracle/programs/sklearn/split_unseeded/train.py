# entry
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3)  # blame
model = KNeighborsClassifier().fit(X_train, y_train)
print(model.predict(X_test).tolist())
