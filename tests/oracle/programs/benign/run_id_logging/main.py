# entry
import logging
import random
import string

logging.basicConfig(level=logging.INFO)
run_id = "".join(random.choice(string.ascii_lowercase) for _ in range(8))
logging.info("run %s", run_id)
weights = [0.1 * i for i in range(4)]
print(sum(weights))
