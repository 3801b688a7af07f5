# entry
import random


class A:
    def __init__(self, **kw):
        random.seed(kw.get("seed", 0))


class B(A):
    def __init__(self, size, **kw):
        self.size = size


class C(B):
    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)
        self.items = [random.randint(0, 99) for _ in range(self.size)]  # blame


print(C(3, seed=2).items)
