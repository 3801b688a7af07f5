# entry
import json
import random

CONFIG = json.loads('{"seed": 3, "n": 4}')
random.seed(CONFIG["seed"])
print([random.randint(0, 9) for _ in range(CONFIG["n"])])
