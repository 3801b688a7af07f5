# entry
import queue
import random
import threading


def producer(q, rng):
    for _ in range(3):
        q.put(rng.random())


q = queue.Queue()
t = threading.Thread(target=producer, args=(q, random.Random(4)))
t.start()
t.join()
print([q.get() for _ in range(3)])
