# entry
import random

attempts = 0
while True:
    attempts += 1
    try:
        if attempts < 2:
            raise OSError("busy")
        random.seed(attempts)
        break
    except OSError:
        continue
print(attempts, [random.randint(0, 99) for _ in range(4)])
