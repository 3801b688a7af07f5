# entry
import random
import time


def poll(done, base=0.0005):
    delay = base
    while not done():
        time.sleep(delay * random.uniform(0.5, 1.5))
        delay = min(2 * delay, 0.002)


ticks = iter((False, False, True))
poll(lambda: next(ticks))
print("ready")
