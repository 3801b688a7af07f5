import random


def simulate(n):
    return [round(random.expovariate(1.0), 6) for _ in range(n)]
