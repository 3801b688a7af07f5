# entry
import random


class Noise:
    def __get__(self, instance, owner):
        return random.random()  # blame: a


class Sensor:
    reading = Noise()


print(Sensor().reading)  # blame: a
