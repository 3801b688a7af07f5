# entry
import time

import jax

key = jax.random.PRNGKey(time.time_ns() % 2**31)  # blame
print(jax.random.uniform(key, (3,)).tolist())
