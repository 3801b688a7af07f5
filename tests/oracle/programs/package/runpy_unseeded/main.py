# entry
import runpy

scope = runpy.run_path("stage.py", run_name="__main__")
print(scope["result"])
