# entry
from draws import normal, uniform

print(normal(), uniform(0, 10))
