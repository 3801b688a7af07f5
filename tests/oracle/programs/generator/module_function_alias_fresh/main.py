# entry
from draws import normal, uniform

print(normal(0, 1), uniform(0, 10))  # blame: a
