# entry
import random


class C:
    mode = "fast"

    def seed(self):
        random.seed(0) if self.mode == "exact" else None


C().seed()
print(random.random())  # blame
