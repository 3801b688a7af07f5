# entry
import os
import random
import tempfile


def save(values):
    path = os.path.join(tempfile.gettempdir(), f"oracle-{random.getrandbits(48):x}.txt")
    with open(path, "w") as f:
        f.write(" ".join(map(str, values)))
    return path


path = save([1, 2, 3])
with open(path) as f:
    print(f.read())
os.unlink(path)
