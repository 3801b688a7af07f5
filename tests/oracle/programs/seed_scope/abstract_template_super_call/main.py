# entry
import abc
import random


class Stage(abc.ABC):
    def __call__(self, x):
        self.setup()
        return self.process(x)

    def setup(self):
        random.seed(2)

    @abc.abstractmethod
    def process(self, x): ...


class Shuffle(Stage):
    def setup(self):
        super().setup()

    def process(self, x):
        x = list(x)
        random.shuffle(x)
        return x


print(Shuffle()(range(6)))
