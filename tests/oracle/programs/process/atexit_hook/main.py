# entry
import atexit
import random


def report():
    print("final sample", random.randint(0, 999))


atexit.register(report)
random.seed(5)
