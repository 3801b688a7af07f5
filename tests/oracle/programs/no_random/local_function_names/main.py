# entry
def shuffle(xs):
    return xs[::-1]


def choice(xs):
    return xs[0]


def normal(loc, scale):
    return loc


class np:
    class random:
        rand = staticmethod(lambda n: [0.5] * n)


print(shuffle([1, 2, 3]), choice("abc"), normal(0, 1), np.random.rand(2))
