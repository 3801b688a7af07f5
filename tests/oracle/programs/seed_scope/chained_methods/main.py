# entry
import random


class Experiment:
    def with_seed(self, seed):
        random.seed(seed)
        return self

    def with_size(self, n):
        self.n = n
        return self

    def run(self):
        return [random.randint(0, 9) for _ in range(self.n)]


print(Experiment().with_seed(3).with_size(5).run())
