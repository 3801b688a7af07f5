import argparse


class Options:
    def __init__(self):
        self.parser = argparse.ArgumentParser()
        self.initialize()

    def initialize(self):
        self.parser.add_argument("--n", type=int, default=4)
        group = self.parser.add_argument_group("randomness")
        group.add_argument("--manual_seed", type=int, default=None)

    def parse(self, argv=None):
        opt = self.parser.parse_args(argv)
        if opt.manual_seed is None:
            opt.manual_seed = 1234
        return opt
