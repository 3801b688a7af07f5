# entry
import random


class Seeded:
    def setup(self):
        random.seed(21)


class Noisy:
    def setup(self):
        self.noise = [random.gauss(0, 1) for _ in range(3)]  # blame
        super().setup()


class Run(Noisy, Seeded):
    pass


run = Run()
run.setup()
print([round(v, 6) for v in run.noise])
