# entry
class Random:
    def __init__(self, seed=1):
        self.state = seed

    def random(self):
        self.state = (1103515245 * self.state + 12345) % 2**31
        return self.state / 2**31

    def sample(self, xs, k):
        return sorted(xs, key=lambda _: self.random())[:k]


rng = Random()
print(rng.random(), rng.sample(range(10), 3))
