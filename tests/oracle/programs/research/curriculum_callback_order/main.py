# entry
import random


class Callback:
    def on_epoch(self, trainer, epoch):
        pass


class Shuffle(Callback):
    def on_epoch(self, trainer, epoch):
        random.shuffle(trainer.data)  # blame


class SetSeed(Callback):
    def __init__(self, base):
        self.base = base

    def on_epoch(self, trainer, epoch):
        random.seed(self.base + epoch)


class Trainer:
    def __init__(self, data, callbacks):
        self.data, self.callbacks = list(data), callbacks

    def fit(self, epochs):
        for e in range(epochs):
            for cb in self.callbacks:
                cb.on_epoch(self, e)
        return self.data


print(Trainer(range(8), [Shuffle(), SetSeed(3)]).fit(2))
