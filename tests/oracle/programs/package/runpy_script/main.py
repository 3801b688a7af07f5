# entry
import random
import runpy

random.seed(3)
scope = runpy.run_path("stage.py", run_name="__main__")
print(scope["result"])
