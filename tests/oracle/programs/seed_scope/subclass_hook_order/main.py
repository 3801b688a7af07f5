# entry
import random


class Base:
    def run(self):
        self.before()
        return self.work()

    def before(self):
        pass

    def work(self):
        raise NotImplementedError


class Experiment(Base):
    def before(self):
        random.seed(12)

    def work(self):
        return [random.random() for _ in range(3)]


class Careless(Base):
    def work(self):
        return random.random()


print(Experiment().run())
