import math
import random


class SkipGram:
    def __init__(self, vocab, dim=3, lr=0.1):
        self.lr = lr
        self.vectors = {w: self._init(dim) for w in vocab}
        self.context = {w: [0.0] * dim for w in vocab}

    @staticmethod
    def _init(dim):
        return [random.uniform(-0.5, 0.5) / dim for _ in range(dim)]

    def negatives(self, k):
        return random.choices(list(self.context), k=k)

    def step(self, word, target, label):
        v, c = self.vectors[word], self.context[target]
        g = self.lr * (label - 1 / (1 + math.exp(-sum(a * b for a, b in zip(v, c)))))
        self.vectors[word] = [a + g * b for a, b in zip(v, c)]
        self.context[target] = [b + g * a for a, b in zip(v, c)]
