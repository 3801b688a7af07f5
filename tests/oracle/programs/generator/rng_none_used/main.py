# entry
from sampler import bootstrap

print(bootstrap([1.0, 2.0, 4.0, 8.0], rounds=3))  # blame: a
