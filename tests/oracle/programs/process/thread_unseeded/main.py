# entry
import random
import threading

results = []


def work():
    results.append([random.randint(0, 99) for _ in range(3)])  # blame: a


thread = threading.Thread(target=work)  # blame: a
thread.start()
thread.join()
print(results)
