# entry
import random
import threading

results = []


def work():
    results.append([random.randint(0, 99) for _ in range(3)])


random.seed(8)
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(results)
