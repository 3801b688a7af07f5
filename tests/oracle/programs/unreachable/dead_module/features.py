def scale(xs):
    top = max(xs)
    return [round(x / top, 6) for x in xs]
