"""Small programs about JAX keys, each with its verdict: whether some key is used up twice.

Every one begins with `HEAD`. Programs that need Flax or Haiku stand apart.
"""

from __future__ import annotations

HEAD = (
    "import jax\nimport jax.numpy as jnp\nfrom functools import partial\nfrom jax import lax, random\n\n"
    "key = random.key(0)\n"
)

REUSED = {
    "two draws": "random.normal(key)\nrandom.uniform(key)",
    "the same draw twice": "a = random.normal(key)\nb = random.normal(key)",
    "another name": "other = key\nrandom.normal(other)\nrandom.normal(key)",
    "after split": "a, b = random.split(key)\nrandom.normal(key)",
    "two splits": "random.split(key)\nrandom.split(key)",
    "gamma": "random.gamma(key, 1.0)\nrandom.normal(key)",
    "permutation and choice": "random.permutation(key, 5)\nrandom.choice(key, 5)",
    "by keyword": "random.normal(key=key)\nrandom.bernoulli(key=key)",
    "one index twice": "keys = random.split(key, 3)\nrandom.normal(keys[0])\nrandom.normal(keys[0])",
    "an index, then all": "keys = random.split(key, 3)\nrandom.normal(keys[0])\njax.vmap(random.normal)(keys)",
    "all, then an index": "keys = random.split(key, 3)\njax.vmap(random.normal)(keys)\nrandom.normal(keys[0])",
    "a slice twice": (
        "keys = random.split(key, 4)\njax.vmap(random.normal)(keys[:2])\njax.vmap(random.normal)(keys[:2])"
    ),
    "an index, then a slice": "keys = random.split(key, 4)\nrandom.normal(keys[1])\njax.vmap(random.normal)(keys[0:2])",
    "a slice, then an index": "keys = random.split(key, 4)\njax.vmap(random.normal)(keys[0:2])\nrandom.normal(keys[1])",
    "overlapping slices": (
        "keys = random.split(key, 4)\njax.vmap(random.normal)(keys[0:3])\njax.vmap(random.normal)(keys[2:4])"
    ),
    "a slice under a name": (
        "keys = random.split(key, 4)\nfirst = keys[:2]\nrandom.normal(first[0])\nrandom.normal(keys[0])"
    ),
    "a loop over a slice": (
        "keys = random.split(key, 4)\nfor k in keys[:2]:\n    random.normal(k)\nrandom.normal(keys[0])"
    ),
    "for loop": "for _ in range(3):\n    random.normal(key)",
    "while loop": "n = 0\nwhile n < 3:\n    random.normal(key)\n    n += 1",
    "comprehension": "[random.normal(key) for _ in range(2)]",
    "loop without the new key": "for _ in range(3):\n    other, sub = random.split(key)\n    random.normal(sub)",
    "scan over a closure": "lax.scan(lambda c, x: (c + random.normal(key), x), 0.0, jnp.arange(3.0))",
    "scan that carries the key on": "lax.scan(lambda k, x: (k, random.normal(k)), key, jnp.arange(3.0))",
    "scan, then the key": "lax.scan(lambda k, x: (random.split(k)[0], 0.0), key, jnp.arange(3.0))\nrandom.normal(key)",
    "fori_loop": "lax.fori_loop(0, 3, lambda i, v: v + random.normal(key), 0.0)",
    "while_loop": "lax.while_loop(lambda v: v[0] < 3, lambda v: (v[0] + 1, v[1] + random.normal(key)), (0, 0.0))",
    "lax.map": "lax.map(lambda x: x + random.normal(key), jnp.arange(3.0))",
    "tree.map": "jax.tree.map(lambda p: random.normal(key), [1, 2])",
    "cond, then the key": "lax.cond(True, lambda k: random.normal(k), lambda k: 0.0, key)\nrandom.normal(key)",
    "switch, then the key": "lax.switch(0, [lambda k: random.normal(k), lambda k: 0.0], key)\nrandom.normal(key)",
    "jit called twice": "f = jax.jit(lambda k: random.normal(k))\nf(key)\nf(key)",
    "twice inside jit": "@jax.jit\ndef f(k):\n    return random.normal(k) + random.uniform(k)\n\nf(key)",
    "grad called twice": "g = jax.grad(lambda w, k: w * random.normal(k))\ng(1.0, key)\ng(1.0, key)",
    "checkpoint": "f = jax.checkpoint(lambda x: x * random.normal(key))\nf(1.0)\nrandom.normal(key)",
    "vmap of a closure, twice": (
        "f = jax.vmap(lambda x: x + random.normal(key))\nf(jnp.arange(3.0))\nf(jnp.arange(3.0))"
    ),
    "vmap, not over the key": (
        "jax.vmap(lambda k, x: random.normal(k) * x, in_axes=(None, 0))(key, jnp.arange(2.0))\nrandom.normal(key)"
    ),
    "initialisers": "init = jax.nn.initializers.normal()\ninit(key, (2,))\ninit(key, (3,))",
    "a function called twice": "def noise(k):\n    return random.normal(k)\n\nnoise(key)\nnoise(key)",
    "a draw and a function": "def noise(k):\n    return random.normal(k)\n\nrandom.uniform(key)\nnoise(key)",
    "a function two calls down": (
        "def inner(k):\n    return random.normal(k)\n\ndef outer(k):\n    return inner(k)\n\nouter(key)\ninner(key)"
    ),
    "a closure called twice": "def noise():\n    return random.normal(key)\n\nnoise()\nnoise()",
    "a default argument": "def noise(x, k=key):\n    return random.normal(k)\n\nnoise(1)\nnoise(2)",
    "partial": "noise = partial(random.normal, key)\nnoise()\nnoise()",
    "a key that comes back": (
        "def same(k):\n    return k, 1\n\nother, _ = same(key)\nrandom.normal(other)\nrandom.normal(key)"
    ),
    "an attribute": (
        "class Noise:\n    def __init__(self, k):\n        self.key = k\n\n    def draw(self):\n"
        "        return random.normal(self.key)\n\nnoise = Noise(key)\nnoise.draw()\nnoise.draw()"
    ),
    "a dict": "keys = {'a': key}\nrandom.normal(keys['a'])\nrandom.normal(key)",
    "on the way to a return": (
        "def f(k, x):\n    a = random.normal(k)\n    if x:\n"
        "        return random.uniform(k)\n    return a\n\nf(key, True)"
    ),
}

USED_ONCE = {
    "one draw": "random.normal(key)",
    "unpacked": "a, b = random.split(key)\nrandom.normal(a)\nrandom.normal(b)",
    "carried on": "key, sub = random.split(key)\nrandom.normal(sub)\nkey, sub = random.split(key)\nrandom.normal(sub)",
    "different indices": "keys = random.split(key, 3)\nrandom.normal(keys[0])\nrandom.normal(keys[1])",
    "a slice, then an index beside it": (
        "keys = random.split(key, 4)\njax.vmap(random.normal)(keys[0:2])\nrandom.normal(keys[3])"
    ),
    "a tail, then the first": "keys = random.split(key, 4)\njax.vmap(random.normal)(keys[1:])\nrandom.normal(keys[0])",
    "slices": "keys = random.split(key, 4)\njax.vmap(random.normal)(keys[:2])\njax.vmap(random.normal)(keys[2:])",
    "fold_in with different data": "random.normal(random.fold_in(key, 1))\nrandom.normal(random.fold_in(key, 2))",
    "fold_in with the same data": "random.normal(random.fold_in(key, 1))\nrandom.normal(random.fold_in(key, 1))",
    "fold_in, then a draw": "random.fold_in(key, 1)\nrandom.normal(key)",
    "clone": "random.normal(key)\nrandom.normal(random.clone(key))",
    "key_data": "random.key_data(key)\nrandom.normal(key)",
    "loop over keys": "for k in random.split(key, 3):\n    random.normal(k)",
    "zip over keys": "for k, n in zip(random.split(key, 2), [1, 2]):\n    random.normal(k, (n,))",
    "indexed in a loop": "keys = random.split(key, 3)\nfor i in range(3):\n    random.normal(keys[i])",
    "loop that splits": "for _ in range(3):\n    key, sub = random.split(key)\n    random.normal(sub)",
    "loop that folds": "for i in range(3):\n    random.normal(random.fold_in(key, i))",
    "loop that ends at once": "for _ in range(3):\n    random.normal(key)\n    break",
    "comprehension over keys": "[random.normal(k) for k in random.split(key, 3)]",
    "scan that splits": (
        "def body(k, x):\n    k, sub = random.split(k)\n    return k, random.normal(sub)\n\n"
        "lax.scan(body, key, jnp.arange(3.0))"
    ),
    "scan over keys": "lax.scan(lambda c, k: (c, random.normal(k)), 0.0, random.split(key, 3))",
    "fori_loop that folds": "lax.fori_loop(0, 3, lambda i, v: v + random.normal(random.fold_in(key, i)), 0.0)",
    "while_loop that splits": (
        "def body(v):\n    i, k = v\n    k, sub = random.split(k)\n    random.normal(sub)\n    return i + 1, k\n\n"
        "lax.while_loop(lambda v: v[0] < 3, body, (0, key))"
    ),
    "lax.map over keys": "lax.map(random.normal, random.split(key, 3))",
    "either branch": "lax.cond(True, lambda k: random.normal(k), lambda k: random.uniform(k), key)",
    "vmap of a closure": "jax.vmap(lambda x: x + random.normal(key))(jnp.arange(3.0))",
    "one branch or the other": "flag = True\nif flag:\n    random.normal(key)\nelse:\n    random.uniform(key)",
    "early return": (
        "def f(k, x):\n    if x:\n        return random.normal(k)\n    return random.uniform(k)\n\nf(key, True)"
    ),
    "a flag asked twice": (
        "def f(k, train):\n    if train:\n        random.normal(k)\n    x = 1\n"
        "    if not train:\n        random.uniform(k)\n"
        "    return x\n\nf(key, True)"
    ),
    "a function with new keys": (
        "def noise(k):\n    k, sub = random.split(k)\n    return k, random.normal(sub)\n"
        "\nkey, a = noise(key)\nkey, b = noise(key)"
    ),
    "an attribute that moves on": (
        "class Noise:\n    def __init__(self, k):\n        self.key = k\n\n    def draw(self):\n"
        "        self.key, sub = random.split(self.key)\n        return random.normal(sub)\n\n"
        "noise = Noise(key)\nnoise.draw()\nnoise.draw()"
    ),
    "a closure that moves on": (
        "def run(k):\n    def draw():\n        nonlocal k\n        k, sub = random.split(k)\n"
        "        return random.normal(sub)\n\n    draw()\n    return draw()\n\nrun(key)"
    ),
    "a key only if there is none": (
        "def f(k=None):\n    if k is None:\n        k = random.key(1)\n    return random.normal(k)\n\nf()\nf(key)"
    ),
    "printed": "print(key)\nrandom.normal(key)",
}

# Reused in truth (the same numbers), though JAX's checker takes the keys of each loop for new ones.
BEYOND = {
    "two loops over the same keys": (
        "keys = random.split(key, 3)\nfor k in keys:\n    random.normal(k)\nfor k in keys:\n    random.uniform(k)"
    ),
}

# Reused by JAX's checker, and on purpose: several arrays are treated alike.
ALIKE = {
    "choice": "x = random.choice(key, jnp.arange(3), (2,))\ny = random.choice(key, jnp.arange(3), (2,))",
    "permutation": ("x = random.permutation(key, jnp.arange(3))\ny = random.permutation(key, jnp.arange(3))"),
}

LIBRARIES: dict[str, tuple[str, str, bool]] = {
    "init leaves the key": (
        "flax",
        "import flax.linen as nn\nm = nn.Dense(3)\nm.init(key, jnp.ones((1, 2)))\nrandom.normal(key)",
        False,
    ),
    "one key, two collections": (
        "flax",
        "import flax.linen as nn\nm = nn.Dense(3)\nm.init({'params': key, 'dropout': key}, jnp.ones((1, 2)))",
        False,
    ),
    "apply twice": (
        "flax",
        "import flax.linen as nn\nm = nn.Dropout(0.5, deterministic=False)\n"
        "m.apply({}, jnp.ones((1, 2)), rngs={'dropout': key})\nm.apply({}, jnp.ones((1, 2)), rngs={'dropout': key})",
        False,
    ),
    "make_rng's key twice": (
        "flax",
        "import flax.linen as nn\nclass M(nn.Module):\n    @nn.compact\n    def __call__(self, x):\n"
        "        k = self.make_rng('a')\n        return random.normal(k) + random.normal(k)\n\n"
        "M().init({'params': random.key(1), 'a': key}, jnp.ones((1, 2)))",
        True,
    ),
    "Rngs of one key": (
        "flax",
        "from flax import nnx\nnnx.Linear(2, 3, rngs=nnx.Rngs(key))\nnnx.Linear(2, 3, rngs=nnx.Rngs(key))",
        False,
    ),
    "a key of Rngs twice": (
        "flax",
        "from flax import nnx\nrngs = nnx.Rngs(0)\nk = rngs.params()\nrandom.normal(k)\nrandom.normal(k)",
        True,
    ),
    "PRNGSequence": (
        "haiku",
        "import haiku as hk\nkeys = hk.PRNGSequence(key)\nrandom.normal(next(keys))\nrandom.normal(next(keys))",
        False,
    ),
    "PRNGSequence, then the key": (
        "haiku",
        "import haiku as hk\nkeys = hk.PRNGSequence(key)\nnext(keys)\nrandom.normal(key)",
        True,
    ),
    "one key of a PRNGSequence twice": (
        "haiku",
        "import haiku as hk\nkeys = hk.PRNGSequence(key)\nk = next(keys)\nrandom.normal(k)\nrandom.normal(k)",
        True,
    ),
    "haiku's init, then the key": (
        "haiku",
        "import haiku as hk\nm = hk.transform(lambda x: hk.Linear(3)(x))\n"
        "m.init(key, jnp.ones((1, 2)))\nrandom.normal(key)",
        True,
    ),
    "haiku's dropout": (
        "haiku",
        "import haiku as hk\nhk.dropout(key, 0.5, jnp.ones(3))\nhk.dropout(key, 0.5, jnp.ones(3))",
        True,
    ),
}
