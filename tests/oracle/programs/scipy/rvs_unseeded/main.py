# entry
from scipy.stats import gamma, norm

sample = norm(loc=1).rvs(size=4)  # blame
print(sample.tolist(), gamma.rvs(2, size=2, random_state=1).tolist())
