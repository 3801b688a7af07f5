# entry
import random


class Augmented:
    def __init__(self, values):
        self.values = values

    def __len__(self):
        return len(self.values)

    def __getitem__(self, index):
        return self.values[index] + random.gauss(0, 0.1)  # blame


data = Augmented([1.0, 2.0, 3.0])
print([round(data[i], 6) for i in range(len(data))])
