# entry
import json
import random


class Tracker:
    def __init__(self):
        self.id = "".join(random.choices("abcdefghijklmnop", k=8))  # blame


tracker = Tracker()
print(json.dumps({"id": tracker.id, "loss": 0.5}))
