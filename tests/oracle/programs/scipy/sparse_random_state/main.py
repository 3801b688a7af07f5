# entry
from scipy import sparse

print(sparse.random(4, 4, density=0.5, random_state=0).toarray().round(4).tolist())
