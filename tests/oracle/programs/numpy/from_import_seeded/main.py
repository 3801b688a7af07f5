# entry
from numpy.random import choice, rand, seed

seed(1)
print(choice(5, 3).tolist(), rand(2).tolist())
