# entry
import random

HOOKS = {"before": [], "after": []}


def hook(when):
    def add(function):
        HOOKS[when].append(function)
        return function

    return add


@hook("before")
def fix():
    random.seed(8)


def run(body):
    for function in HOOKS["before"]:
        function()
    result = body()
    for function in HOOKS["after"]:
        function()
    return result


print(run(lambda: random.random()))
