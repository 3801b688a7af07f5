# entry
import numpy as np

from helpers import seed_everything

seed_everything()
print(np.random.permutation(8).tolist())  # blame
