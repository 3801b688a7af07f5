# entry
from random import Random, choices, seed

seed(5)
print(choices("abc", weights=[5, 1, 1], k=6), Random("x").sample("abcdef", 2))
