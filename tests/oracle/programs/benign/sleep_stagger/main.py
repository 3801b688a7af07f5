# entry
import random
import threading
import time

results = {}


def work(i):
    time.sleep(random.random() / 1000)
    results[i] = i * i


threads = [threading.Thread(target=work, args=(i,)) for i in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results.items()))
