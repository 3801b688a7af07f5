# entry
import numpy as np
from sklearn.model_selection import train_test_split

RANDOM_STATE = 42
X = np.arange(50).reshape(25, 2)
train, rest = train_test_split(X, test_size=0.4, random_state=RANDOM_STATE)
valid, test = train_test_split(rest, test_size=0.5)  # blame
print(train[0].tolist(), valid.tolist(), test.tolist())
