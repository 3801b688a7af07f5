# entry
import random


class Task:
    seed = 11

    def setup(self):
        random.seed(self.seed)

    def execute(self):
        raise NotImplementedError

    def __call__(self):
        self.setup()
        return self.execute()


class Sampling(Task):
    def execute(self):
        return random.sample(range(1000), 4)


class Annealing(Task):
    def execute(self):
        x = 10.0
        for step in range(50):
            candidate = x + random.uniform(-1, 1)
            if abs(candidate) < abs(x):
                x = candidate
        return round(x, 6)


for task in (Sampling(), Annealing()):
    print(type(task).__name__, task())
