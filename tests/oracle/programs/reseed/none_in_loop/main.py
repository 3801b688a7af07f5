# entry
import random

random.seed(0)
out = []
for seed in (1, None):
    random.seed(seed)  # blame
    out.append(random.random())
print(out)
