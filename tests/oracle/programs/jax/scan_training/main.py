# entry
import jax
import jax.numpy as jnp


def step(carry, key):
    w = carry
    x = jax.random.normal(key, (4,))
    return w - 0.1 * (w * x).mean() * x.mean(), w


keys = jax.random.split(jax.random.key(3), 5)
w, history = jax.lax.scan(step, jnp.float32(1.0), keys)
print(float(w), history.shape)
