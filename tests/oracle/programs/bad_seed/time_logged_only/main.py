# entry
import logging
import random
import time

logging.basicConfig()
start = time.time()
random.seed(10)
print([random.randint(0, 999) for _ in range(5)])
logging.warning("took %.3f s", time.time() - start)
