# entry
import jax

key = jax.random.key(0)
k1, k2 = jax.random.split(key)
print(jax.random.normal(k1, (3,)).tolist(), jax.random.bernoulli(k2).item())
