# entry
from scipy import stats


class Prior:
    def __init__(self, loc, scale):
        self.dist = stats.norm(loc, scale)

    def logpdf(self, x):
        return float(self.dist.logpdf(x))

    def sample(self, n):
        return self.dist.rvs(n)


print(round(Prior(0, 1).logpdf(0.3), 6))
