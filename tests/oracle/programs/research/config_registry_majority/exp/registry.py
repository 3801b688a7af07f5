_REGISTRY = {}


def register(name):
    def add(cls):
        _REGISTRY[name] = cls
        return cls

    return add


def build(spec):
    spec = dict(spec)
    return _REGISTRY[spec.pop("name")](**spec)
