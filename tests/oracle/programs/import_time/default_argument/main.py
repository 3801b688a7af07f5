# entry
import random


def mutate(genome, rate=random.uniform(0.1, 0.2)):  # blame
    return [g + rate for g in genome]


random.seed(3)
print(mutate([random.random() for _ in range(3)]))
