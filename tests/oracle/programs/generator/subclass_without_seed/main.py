# entry
import random


class LoggedRandom(random.Random):
    def __init__(self, log):
        super().__init__()  # blame: a
        self.log = log

    def coin(self):
        value = self.random() < 0.5
        self.log.append(value)
        return value


log = []
rng = LoggedRandom(log)  # blame: a
for _ in range(40):
    rng.coin()  # blame: a
print(log)
