# entry
import random


def make_run(seed):
    started = False

    def run(n):
        nonlocal started
        if not started:
            random.seed(seed)
            started = True
        return [random.randint(0, 99) for _ in range(n)]

    return run


first = make_run(2)
print(first(3), first(3))
