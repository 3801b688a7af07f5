# entry
import queue
import random
import threading


def producer(q, n):
    for _ in range(n):
        q.put(random.random())  # blame


q = queue.Queue()
t = threading.Thread(target=producer, args=(q, 3))
t.start()
t.join()
print([q.get() for _ in range(3)])
