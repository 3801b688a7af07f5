# entry
import random


class BpeDropout:
    def __init__(self, p=0.0):
        self.p = p

    def __call__(self, word):
        out = []
        for a in word:
            if self.p and random.random() < self.p:
                continue
            out.append(a)
        return "".join(out)


print([BpeDropout()(w) for w in ("hello", "world")])
