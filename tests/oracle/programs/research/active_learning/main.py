# entry
import random

from oracle_pool import Pool
from strategies import get_strategy

random.seed(5)
pool = Pool(range(30))
strategy = get_strategy("random")
for _ in range(3):
    pool.label(strategy(pool, 3))
print(pool.labelled)
