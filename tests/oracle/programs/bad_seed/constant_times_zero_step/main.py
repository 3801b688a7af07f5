# entry
import os
import random

rank = int(os.environ.get("RANK", 0))
random.seed(1000 * rank + 17)
print([random.randint(0, 999) for _ in range(5)])
