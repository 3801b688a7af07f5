# entry
import itertools
import random


def read(n):
    yield from range(n)


def augment(items):
    for item in items:
        yield item + random.random()


def shuffle(items, size=4):
    items = iter(items)
    while chunk := list(itertools.islice(items, size)):
        random.shuffle(chunk)
        yield from chunk


pipeline = shuffle(augment(read(10)))
random.seed(77)
print([round(v, 5) for v in itertools.islice(pipeline, 6)])
