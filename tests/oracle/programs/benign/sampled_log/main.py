# entry
import logging
import random

log = logging.getLogger("train")
total = 0
for step in range(100):
    total += step
    if random.random() < 0.01:
        log.info("step %d total %d", step, total)
print(total)
