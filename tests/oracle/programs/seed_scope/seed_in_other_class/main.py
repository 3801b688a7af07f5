# entry
import random

from parts import Data, Model


class Experiment:
    def __init__(self):
        self.model = Model(3)
        self.data = Data(seed=4)

    def run(self):
        return self.model.w, self.data.batch()


print(Experiment().run())
