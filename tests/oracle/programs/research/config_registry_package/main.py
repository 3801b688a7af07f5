# entry
import exp

CONFIG = {"model": {"name": "random_guess", "classes": 50}}

model = exp.build(CONFIG["model"])
print(exp.names(), [model.predict(i) for i in range(exp.tasks.TASK["items"])])
