# entry
import random

reference = random.Random(5)
rng = random.Random()
rng.setstate(reference.getstate())
print([rng.randint(0, 99) for _ in range(5)])
