# entry
import numpy as np


class Config:
    @property
    def seed(self):
        return self._seed

    @seed.setter
    def seed(self, value):
        self._seed = value
        np.random.seed(value)


config = Config()
config.seed = 31
print(np.random.logistic(size=4).round(6).tolist())
