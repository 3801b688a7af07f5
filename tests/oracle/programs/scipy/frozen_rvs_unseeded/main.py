# entry
from scipy import stats

dist = stats.gamma(a=2.0)
print(dist.rvs(size=2).tolist())  # blame
