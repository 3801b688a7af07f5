# entry
import io
import pickle
import random


class Experiment:
    def __init__(self, seed=None):
        self.rng = random.Random(seed)
        self.history = []

    def train(self, steps):
        self.history += [self.rng.randint(0, 99) for _ in range(steps)]

    def save(self, stream):
        pickle.dump(self.__dict__, stream)

    @classmethod
    def load(cls, stream):
        self = cls()
        self.__dict__.update(pickle.load(stream))
        return self


first = Experiment(seed=1)
first.train(3)
buffer = io.BytesIO()
first.save(buffer)
buffer.seek(0)
second = Experiment.load(buffer)
second.train(3)
print(second.history)
