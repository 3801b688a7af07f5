# entry
import random
import threading


class Worker(threading.Thread):
    def __init__(self, seed):
        super().__init__()
        self.rng = random.Random(seed)

    def run(self):
        self.result = self.rng.sample(range(100), 3)


workers = [Worker(i) for i in range(3)]
for w in workers:
    w.start()
for w in workers:
    w.join()
print([w.result for w in workers])
