# entry
import random

OPTIONS = [("lr", 0.1), ("seed", 4)]
seed = next((v for k, v in OPTIONS if k == "seed"), None)
random.seed(seed)
print(random.random())
