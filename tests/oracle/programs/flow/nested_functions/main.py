# entry
import random


def experiment():
    def setup():
        random.seed(3)

    def draw():
        return random.random()

    def body():
        setup()
        return draw(), draw()

    return body()


print(experiment())
