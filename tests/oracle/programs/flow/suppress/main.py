# entry
import contextlib
import random

with contextlib.suppress(FileNotFoundError):
    text = open("missing-seed.txt").read()
    random.seed(int(text))
print([random.randint(0, 99) for _ in range(4)])  # blame
