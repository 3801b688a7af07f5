import random

TABLE = tuple(random.random() for _ in range(4))  # blame
