class Config:
    def __init__(self, **kw):
        self.__dict__.update({"seed": 5, "n": 3})
        self.__dict__.update(kw)


cfg = Config(n=4)
