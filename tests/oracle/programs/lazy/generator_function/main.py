# entry
import random


def batches(data, size):
    random.seed(2)
    data = random.sample(data, len(data))
    for start in range(0, len(data), size):
        yield data[start : start + size]


for batch in batches(list(range(9)), 3):
    print(batch, random.random() < 0.5)
