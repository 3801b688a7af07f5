# entry
import abc
import random


class Policy(abc.ABC):
    @abc.abstractmethod
    def act(self, state): ...

    def explore(self, n):
        return random.randrange(n)


class Fixed(Policy):
    def act(self, state):
        return state % 3


print([Fixed().act(s) for s in range(5)])
