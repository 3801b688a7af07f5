# entry
import logging
import random


class LogMixin:
    log = logging.getLogger("x")

    def info(self, *a):
        self.log.info(*a)


class SeedMixin:
    seed = 5

    def start(self):
        random.seed(self.seed)
        super_start = getattr(super(), "start", None)
        if super_start:
            super_start()


class Job(SeedMixin, LogMixin):
    def run(self):
        self.start()
        self.info("started")
        return random.random()


print(Job().run())
