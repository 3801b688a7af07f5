# entry
import pickle
import random

random.seed(6)
blob = pickle.dumps(random.getstate())
random.random()
random.seed()
random.setstate(pickle.loads(blob))
print([random.randint(0, 99) for _ in range(4)])
