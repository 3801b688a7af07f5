# entry
import random

HOOKS = {"start": lambda: random.seed(2)}


def fire(event):
    HOOKS.get(event, lambda: None)()


fire("start")
print([random.randint(0, 9) for _ in range(12)])
