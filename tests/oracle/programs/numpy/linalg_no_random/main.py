# entry
import numpy as np

A = np.arange(9.0).reshape(3, 3)
print(np.linalg.matrix_rank(A), np.linalg.norm(A).round(6))
