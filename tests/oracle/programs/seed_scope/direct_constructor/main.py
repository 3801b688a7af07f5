# entry
import random


class Population:
    def __init__(self, genes):
        self.genes = genes

    @classmethod
    def from_seed(cls, seed, size=5):
        random.seed(seed)
        return cls([random.getrandbits(8) for _ in range(size)])

    @staticmethod
    def mutate(gene):
        return gene ^ (1 << random.randrange(8))  # blame

    def evolve(self):
        self.genes = [self.mutate(g) for g in self.genes]
        return self


print(Population([1, 2, 4, 8]).evolve().genes)
