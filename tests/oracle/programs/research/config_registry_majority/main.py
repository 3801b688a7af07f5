# entry
import exp

CONFIG = {"model": {"name": "majority"}}

model = exp.build(CONFIG["model"])
print([model.predict(i) for i in range(4)])
