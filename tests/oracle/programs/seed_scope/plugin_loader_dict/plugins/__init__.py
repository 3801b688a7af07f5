PLUGINS = {}


def plugin(fn):
    PLUGINS[fn.__name__] = fn
    return fn
