# entry
import os
import random
import string
import tempfile

suffix = "".join(random.choices(string.ascii_letters, k=6))
path = os.path.join(tempfile.gettempdir(), "cache_" + suffix)
with open(path, "w") as f:
    f.write("1 2 3")
with open(path) as f:
    total = sum(map(int, f.read().split()))
os.remove(path)
print(total)
