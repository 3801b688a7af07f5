# entry
from sim import simulate

SEED = 2**10 + 1
print(simulate(4, SEED).round(6).tolist())
