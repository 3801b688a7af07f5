import random

OFFSET = random.randint(0, 10**6)  # blame
