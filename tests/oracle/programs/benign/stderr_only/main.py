# entry
import random
import sys

tip = random.choice(["use --seed", "read the docs", "plot your losses"])
print("tip:", tip, file=sys.stderr)
print(sum(i * i for i in range(10)))
