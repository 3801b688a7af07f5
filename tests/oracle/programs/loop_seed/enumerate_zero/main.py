# entry
import random

out = []
for i, name in enumerate(["a", "b", "c"]):
    if i == 0:
        random.seed(4)
    out.append((name, random.random()))
print(out)
