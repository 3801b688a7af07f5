import os
import time


def default_seed(name):
    return len(name) + os.getpid() * 1000 + time.perf_counter_ns() % 1000  # blame: a
