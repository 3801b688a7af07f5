# entry
from numpy.random import SFC64, Generator, SeedSequence

rng = Generator(SFC64(SeedSequence(entropy=9, spawn_key=(1,))))
print(rng.normal(size=2).tolist())
