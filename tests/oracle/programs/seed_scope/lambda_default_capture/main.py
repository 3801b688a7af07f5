# entry
import random

hooks = []
for name, value in (("python", 3), ("other", 4)):
    hooks.append(lambda value=value: random.seed(value))
for hook in hooks:
    hook()
print(random.sample(range(100), 4))
