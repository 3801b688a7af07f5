# entry
import random


def seeded_stream(n):
    random.seed(3)
    for _ in range(n):
        yield random.random()


stream = seeded_stream(3)
print([random.randint(0, 99) for _ in range(4)], stream is not None)  # blame
