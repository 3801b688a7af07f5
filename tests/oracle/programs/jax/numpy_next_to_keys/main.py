# entry
import jax.numpy as jnp
import numpy as np
from jax import random


def init(key, sizes):
    keys = random.split(key, len(sizes))
    return [random.normal(k, (n,)) for k, n in zip(keys, sizes)]


params = init(random.PRNGKey(1), [2, 3])
batch = jnp.asarray(np.random.normal(size=2))  # blame
print(float(params[0] @ batch))
