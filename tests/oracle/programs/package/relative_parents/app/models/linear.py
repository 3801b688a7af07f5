from ..common import make_rng


class Linear:
    def __init__(self, n):
        self.w = make_rng("init").normal(size=n).round(6).tolist()
