# entry
from scipy.stats import qmc

print(qmc.Sobol(d=2, scramble=False).random(4).tolist(), qmc.Halton(2, seed=1).random(2).tolist())
