# entry
import random

CONFIG = {"seeds": [1, 2, 3]}
scores = {}
for seed in CONFIG["seeds"]:
    random.seed(seed)
    scores[seed] = random.random()
print(scores)
