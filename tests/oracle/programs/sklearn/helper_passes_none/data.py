from sklearn.model_selection import train_test_split


def split(X, y, test_size=0.3, random_state=None):
    return train_test_split(X, y, test_size=test_size, random_state=random_state)  # blame: a
