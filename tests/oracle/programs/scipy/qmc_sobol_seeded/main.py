# entry
from scipy.stats import qmc

print(qmc.Sobol(2, scramble=True, seed=1).random(2).round(5).tolist())
