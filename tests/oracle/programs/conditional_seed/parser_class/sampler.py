import random


class Sampler:
    def __init__(self, opt):
        self.opt = opt
        if opt.manual_seed is not None:
            random.seed(opt.manual_seed)

    def draw(self):
        return [random.randint(0, 99) for _ in range(self.opt.n)]
