# entry
import random
import sys

seed = int(sys.argv[1]) if len(sys.argv) > 1 else None
random.seed(seed)  # blame
print([random.randint(0, 99) for _ in range(4)])
