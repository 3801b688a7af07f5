# entry
import importlib
import random

config = {"setup": "steps.setup", "draw": "steps.draw"}
importlib.import_module(config["setup"]).run(5)
print(importlib.import_module(config["draw"]).run(random))
