from sklearn.model_selection import train_test_split


def split(X, y, test_size=0.3, **options):
    return train_test_split(X, y, test_size=test_size, **options)
