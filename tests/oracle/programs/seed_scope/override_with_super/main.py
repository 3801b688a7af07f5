# entry
import random


class BaseTrainer:
    def __init__(self, seed=0):
        self.seed = seed

    def setup(self):
        random.seed(self.seed)

    def train(self):
        self.setup()
        return [self.step() for _ in range(3)]


class Finetuner(BaseTrainer):
    def setup(self):
        super().setup()
        self.frozen = True

    def step(self):
        return round(random.random(), 6)


if __name__ == "__main__":
    print(Finetuner(4).train())
