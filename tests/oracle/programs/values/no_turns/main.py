# entry
import random


class Describer:
    def __init__(self, extra=0):
        self.extra = extra

    def describe(self, lines):
        for _ in range(self.extra):
            lines.insert(random.randint(0, len(lines)), "?")
        return lines


print(Describer().describe(["a", "b"]))
