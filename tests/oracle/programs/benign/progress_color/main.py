# entry
import random
import sys

COLORS = ["red", "green"]
for i in range(3):
    print(random.choice(COLORS), i, file=sys.stderr)
print("done", 3)
