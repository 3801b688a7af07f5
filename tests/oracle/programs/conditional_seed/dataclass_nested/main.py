# entry
import numpy as np

from conf import Config


class Experiment:
    def __init__(self, config: Config | None = None):
        self.config = config or Config()

    def seed(self):
        if self.config.runtime.seed is not None:
            np.random.seed(self.config.runtime.seed)

    def run(self):
        self.seed()
        return [np.random.exponential() for _ in range(self.config.epochs)]


print(Experiment().run())
