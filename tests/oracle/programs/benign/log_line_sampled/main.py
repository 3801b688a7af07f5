# entry
import logging
import random

log = logging.getLogger("train")
loss = 4.0
for step in range(10):
    loss *= 0.9
    if random.random() < 0.1:
        log.info("step %d loss %.4f", step, loss)
print(round(loss, 6))
