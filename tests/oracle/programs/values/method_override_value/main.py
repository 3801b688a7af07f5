# entry
import random


class Task:
    def get_seed(self):
        return None

    def run(self):
        seed = self.get_seed()
        if seed is not None:
            random.seed(seed)
        return [random.randint(0, 99) for _ in range(4)]


class Fixed(Task):
    def get_seed(self):
        return 9


print(Fixed().run())
