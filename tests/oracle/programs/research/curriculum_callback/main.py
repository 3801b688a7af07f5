# entry
import random


class Callback:
    def on_epoch(self, trainer, epoch):
        pass


class Shuffle(Callback):
    def on_epoch(self, trainer, epoch):
        random.shuffle(trainer.data)


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


print(Trainer(range(6), [SetSeed(3), Shuffle()]).fit(2))
