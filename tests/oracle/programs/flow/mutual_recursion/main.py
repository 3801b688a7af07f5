# entry
import random


def sentence(depth=3):
    return noun(depth) + ["sees"] + noun(depth)


def noun(depth):
    if depth and random.random() < 0.5:  # blame: a
        return ["the", random.choice(["cat", "dog", "owl", "bat"]), "that"] + sentence(depth - 1)  # blame: a
    return ["a", random.choice(["cat", "dog", "owl", "bat"])]  # blame: a


print(" ".join(sentence()))
