# entry
import random

i = 0
out = []
while i < 3:
    random.seed(i)
    out.append(random.random())
    i += 1
print(out)
