"""The streams that the tables speak of: how people call them, and what can be had in their place."""

from __future__ import annotations

STREAMS = (
    *("python", "numpy-global", "torch", "torch-cuda", "torch-mps", "torch-xpu", "tf", "polars", "faker", "dask"),
    *("cupy", "paddle", "mxnet", "os-entropy", "hash"),
)
# Per device, and seeded together with the CPU's by the usual call: no finding of their own.
DEVICES = frozenset({"torch-cuda", "torch-mps", "torch-xpu"})
# Those that nothing can seed, and the one that only the environment can: draws from them are not seed flow.
UNSEEDABLE = frozenset({"os-entropy", "hash", "none"})
# Objects that draw what a global stream gives, and can be handed on.
GENERATORS = {"python": "random.Random", "numpy-global": "numpy.random.Generator", "torch": "torch.Generator"}
_NAMES = {
    "python": "Python's `random` stream",
    "numpy-global": "NumPy's global stream",
    "torch": "PyTorch's stream",
    "tf": "TensorFlow's stream",
    "own": "a generator of its own",
}


def stream_name(stream: str) -> str:
    """How people call a stream; those that have no such name go by the tables' own."""
    return _NAMES.get(stream, f"the `{stream}` stream")
