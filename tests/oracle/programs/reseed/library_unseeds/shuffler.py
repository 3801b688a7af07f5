import random


def shuffled(items):
    items = random.sample(list(items), len(items))
    random.seed()  # blame: a
    return items
