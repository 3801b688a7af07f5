# entry
import random

print(random.choice(["adam"]), random.randint(3, 3))
