from .core import simulate
from .utils import set_seed


def main():
    set_seed()
    print(simulate(4))
    return 0
