# entry
import random


class Events:
    def __init__(self):
        self.handlers = {}

    def on(self, name):
        def add(fn):
            self.handlers.setdefault(name, []).append(fn)
            return fn

        return add

    def emit(self, name):
        for fn in self.handlers.get(name, []):
            fn()


events = Events()


@events.on("stop")
def seed():
    random.seed(1)


events.emit("start")
print(random.random())  # blame
