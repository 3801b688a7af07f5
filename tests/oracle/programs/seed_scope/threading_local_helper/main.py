# entry
import random
import threading

lock = threading.Lock()


def seed_once(done=[]):
    with lock:
        if not done:
            random.seed(8)
            done.append(True)


seed_once()
print([random.randint(0, 99) for _ in range(5)])
