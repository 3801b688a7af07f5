# entry
import random


class Describer:
    def __init__(self):
        self.extra = 0

    def add(self):
        self.extra += 1

    def describe(self, lines):
        for _ in range(self.extra):
            lines.insert(random.randint(0, 1000000) % 3, str(random.random()))  # blame: a
        return lines


describer = Describer()
for _ in range(3):
    describer.add()
print(describer.describe(["a", "b"]))
