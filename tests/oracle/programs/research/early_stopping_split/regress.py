import numpy as np


class EarlyStopping:
    def __init__(self, patience):
        self.patience, self.best, self.bad = patience, np.inf, 0

    def __call__(self, loss):
        self.bad = 0 if loss < self.best - 1e-6 else self.bad + 1
        self.best = min(self.best, loss)
        return self.bad >= self.patience


class Ridge:
    def __init__(self, lr=0.05, epochs=20, validation=0.25, callbacks=()):
        self.lr, self.epochs, self.validation, self.callbacks = lr, epochs, validation, callbacks

    def _split(self, n):
        order = np.arange(n)
        np.random.shuffle(order)  # blame
        cut = int(n * self.validation)
        return order[cut:], order[:cut]

    def fit(self, X, y):
        train, valid = self._split(len(X))
        self.w = np.zeros(X.shape[1])
        for _ in range(self.epochs):
            g = X[train].T @ (X[train] @ self.w - y[train]) / len(train)
            self.w -= self.lr * g
            loss = ((X[valid] @ self.w - y[valid]) ** 2).mean()
            if any([callback(loss) for callback in self.callbacks]):
                break
        return self
