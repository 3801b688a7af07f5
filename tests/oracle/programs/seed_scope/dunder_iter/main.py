# entry
import random


class Stream:
    def __init__(self, items, seed):
        self.items, self.seed = items, seed

    def __iter__(self):
        random.seed(self.seed)
        items = list(self.items)
        random.shuffle(items)
        return iter(items)


for item in Stream("abcdef", 3):
    print(item, end=" ")
print()
