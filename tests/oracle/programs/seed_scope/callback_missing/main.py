# entry
import random


class Callback:
    def on_fit_start(self, trainer): ...


class SeedCallback(Callback):
    def __init__(self, seed):
        self.seed = seed

    def on_fit_start(self, trainer):
        random.seed(self.seed)


class Trainer:
    def __init__(self, callbacks=()):
        self.callbacks = list(callbacks)
        self.w = 1.0

    def fit(self, epochs):
        for callback in self.callbacks:
            callback.on_fit_start(self)
        for _ in range(epochs):
            self.w *= random.uniform(0.8, 1.1)  # blame
        return self.w


print(Trainer().fit(4))
