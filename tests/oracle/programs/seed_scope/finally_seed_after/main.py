# entry
import random


def work():
    try:
        return [random.random() for _ in range(2)]  # blame
    finally:
        random.seed(0)


print(work())
