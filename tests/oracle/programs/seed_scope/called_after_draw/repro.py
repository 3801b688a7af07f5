import random


def fix_seed(value: int) -> None:
    random.seed(value)
