# entry
import jax
import numpy as np

key = jax.random.key(np.random.randint(2**31 - 1))  # blame
print(jax.random.uniform(key, (3,)).tolist())
