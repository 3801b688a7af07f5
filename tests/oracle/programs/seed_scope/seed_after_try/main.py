# entry
import random


def prepare(path):
    try:
        with open(path) as f:
            return f.read()
    except OSError:
        return "a b c d"
    finally:
        random.seed(4)


words = prepare("corpus.txt").split()
random.shuffle(words)
print(words)
