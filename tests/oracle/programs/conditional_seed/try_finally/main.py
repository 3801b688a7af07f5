# entry
import random


def load(path):
    try:
        with open(path) as f:
            return f.read().split()
    except OSError:
        return ["a", "b", "c", "d"]
    finally:
        random.seed(2)


words = load("missing.txt")
random.shuffle(words)
print(words)
