# entry
import random

random.seed(3)


def mutate(genome, rate=random.uniform(0.1, 0.2)):
    return [g + rate for g in genome]


print(mutate([random.random() for _ in range(3)]))
