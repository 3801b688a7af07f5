# entry
import math
import random


def energy(route, cities):
    return sum(math.dist(cities[a], cities[b]) for a, b in zip(route, route[1:] + route[:1]))


def anneal(cities, steps=200, t0=1.0, rand=random.random, seed=None):
    random.seed(seed)  # blame: a
    route = list(range(len(cities)))
    best = energy(route, cities)
    for step in range(steps):
        i, j = sorted(random.sample(range(len(route)), 2))
        other = route[:i] + route[i:j][::-1] + route[j:]
        e = energy(other, cities)
        if e < best or rand() < math.exp((best - e) / (t0 * (1 - step / steps))):
            route, best = other, e
    return route


cities = [(math.cos(i * i), math.sin(3 * i)) for i in range(12)]
print(anneal(cities))  # blame: a
