# entry
from numpy.random import choice, rand

print(choice(5, 3).tolist(), rand(2).tolist())  # blame
