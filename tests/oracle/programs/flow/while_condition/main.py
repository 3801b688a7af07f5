# entry
import random


def estimate(tolerance=0.2):
    n, total = 0, 0.0
    while n < 10 or abs(total / n - 0.5) > tolerance:
        total += random.random()  # blame
        n += 1
    return n, total / n


print(estimate())
