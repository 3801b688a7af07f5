# entry
from numpy.random import MT19937, Generator

rng = Generator(MT19937())  # blame: a
print(rng.normal(size=2).tolist())  # blame: a
