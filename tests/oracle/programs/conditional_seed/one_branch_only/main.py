# entry
import random
import sys


def seed_for(platform):
    if platform.startswith("no-such"):
        random.seed(1)
    elif platform == "never":
        random.seed(2)


seed_for(sys.platform)
print([random.randint(0, 99) for _ in range(4)])  # blame
