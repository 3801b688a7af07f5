# entry
import random
from abc import ABC, abstractmethod


class Command(ABC):
    @abstractmethod
    def execute(self): ...


class Seed(Command):
    def __init__(self, value):
        self.value = value

    def execute(self):
        random.seed(self.value)


class Draw(Command):
    def execute(self):
        print(random.randint(0, 10**6))  # blame: a


class Macro(Command):
    def __init__(self, *commands):
        self.commands = commands

    def execute(self):
        for command in self.commands:
            command.execute()


Macro(Draw(), Seed(3), Draw()).execute()  # blame: a
