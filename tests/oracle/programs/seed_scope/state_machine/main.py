# entry
import random


class Machine:
    state = "idle"

    def on_idle(self):
        random.seed(1)
        return "draw"

    def on_draw(self):
        print(random.random())
        return "done"

    def run(self):
        while self.state != "done":
            self.state = getattr(self, f"on_{self.state}")()


Machine().run()
