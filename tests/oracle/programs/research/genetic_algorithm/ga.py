# entry
import random
from operator import attrgetter


class Individual:
    def __init__(self, genes):
        self.genes = genes
        self.fitness = sum(genes)


class GA:
    def __init__(self, size=8, length=6, rng=None):
        self.rng = rng if rng is not None else random.Random()  # blame: a
        self.population = [Individual([self.rng.randint(0, 1) for _ in range(length)]) for _ in range(size)]

    def select(self):
        return max(self.rng.sample(self.population, 3), key=attrgetter("fitness"))

    def crossover(self, a, b):
        cut = self.rng.randrange(1, len(a.genes))
        return Individual(a.genes[:cut] + b.genes[cut:])

    def run(self, generations=2):
        for _ in range(generations):
            self.population = [self.crossover(self.select(), self.select()) for _ in self.population]
        return [i.genes for i in self.population]


if __name__ == "__main__":
    random.seed(42)
    print(GA().run())  # blame: a
