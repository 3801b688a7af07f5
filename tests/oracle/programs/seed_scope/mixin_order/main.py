# entry
import random


class Seeded:
    def setup(self):
        random.seed(21)
        super().setup()


class Noisy:
    def setup(self):
        self.noise = [random.gauss(0, 1) for _ in range(3)]


class Run(Seeded, Noisy):
    pass


run = Run()
run.setup()
print([round(v, 6) for v in run.noise])
