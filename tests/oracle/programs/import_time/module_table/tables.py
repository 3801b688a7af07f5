import random

TABLE = {name: random.random() for name in ("a", "b", "c")}  # blame
