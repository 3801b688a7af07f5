# entry
import random


class Session:
    pass


random.seed(id(Session()))  # blame
print([random.randint(0, 999) for _ in range(5)])
