import argparse


class Options:
    def __init__(self):
        self.parser = argparse.ArgumentParser()
        self.initialize()

    def initialize(self):
        self.parser.add_argument("--n", type=int, default=4)
        group = self.parser.add_argument_group("randomness")
        group.add_argument("--manual_seed", type=int, default=None)  # blame: a

    def parse(self, argv=None):
        return self.parser.parse_args(argv)
