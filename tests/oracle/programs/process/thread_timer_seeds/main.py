# entry
import random
import threading


def seed():
    random.seed(3)


t = threading.Thread(target=seed)
t.start()
t.join()
print(random.random())
