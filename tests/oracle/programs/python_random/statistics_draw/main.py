# entry
import statistics

normal = statistics.NormalDist(0, 1)
print(normal.samples(3, seed=4), round(normal.cdf(1.0), 6))
