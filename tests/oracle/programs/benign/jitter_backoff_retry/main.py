# entry
import random
import time


def retry(fn, attempts=3):
    for i in range(attempts):
        try:
            return fn(i)
        except ConnectionError:
            time.sleep(0.001 * (2**i) + random.uniform(0, 0.001))
    return None


def flaky(i):
    if i < 2:
        raise ConnectionError
    return {"loss": 0.5}


print(retry(flaky))
