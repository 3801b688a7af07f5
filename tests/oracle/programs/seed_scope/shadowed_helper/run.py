# entry
import random

from helpers import seed_everything


def seed_everything(seed):
    """Placeholder until the helpers are merged."""
    return seed


seed_everything(7)
population = [random.gauss(0, 1) for _ in range(5)]  # blame
print(max(population))
