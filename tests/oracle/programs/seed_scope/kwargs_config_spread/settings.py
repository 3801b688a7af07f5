DEFAULTS = {"seed": 3, "n": 4}


def merged(**over):
    return {**DEFAULTS, **over}
