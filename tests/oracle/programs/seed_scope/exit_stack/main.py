# entry
import contextlib
import random


@contextlib.contextmanager
def experiment(seed):
    random.seed(seed)
    yield {"seed": seed}


with contextlib.ExitStack() as stack:
    info = stack.enter_context(experiment(44))
    print(info, [random.randint(0, 9) for _ in range(8)])
