# entry
import random
from collections import defaultdict


class Bus:
    def __init__(self):
        self.handlers = defaultdict(list)

    def on(self, name):
        def add(function):
            self.handlers[name].append(function)
            return function

        return add

    def emit(self, name, *args):
        return [handler(*args) for handler in self.handlers[name]]


bus = Bus()


@bus.on("start")
def seed():
    random.seed(7)


@bus.on("step")
def step(i):
    return i + random.random()


bus.emit("start")
print([bus.emit("step", i) for i in range(3)])
