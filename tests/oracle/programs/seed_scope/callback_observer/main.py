# entry
import random


class Callback:
    def on_fit_start(self, trainer): ...

    def on_epoch(self, trainer, epoch): ...


class SeedCallback(Callback):
    def __init__(self, seed):
        self.seed = seed

    def on_fit_start(self, trainer):
        random.seed(self.seed)


class Log(Callback):
    def on_epoch(self, trainer, epoch):
        print(epoch, round(trainer.w, 6))


class Trainer:
    def __init__(self, callbacks=()):
        self.callbacks = list(callbacks)
        self.w = 1.0

    def fit(self, epochs):
        for callback in self.callbacks:
            callback.on_fit_start(self)
        for epoch in range(epochs):
            self.w *= random.uniform(0.8, 1.1)
            for callback in self.callbacks:
                callback.on_epoch(self, epoch)


Trainer([Log(), SeedCallback(3)]).fit(4)
