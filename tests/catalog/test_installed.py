"""The installed libraries against the tables: a new callable that takes a seed must not go unnoticed."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import warnings
from functools import cache
from typing import TYPE_CHECKING

import pytest

from samerun.catalog.catalog import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.catalog.schema import Callable, Class

SEEDS = {"random_state", "seed", "rng", "generator"}

# Modules whose public names are what people import.
MODULES = {
    "numpy": ["numpy", "numpy.random"],
    "scipy": [
        "scipy.cluster.vq", "scipy.integrate", "scipy.interpolate", "scipy.linalg", "scipy.linalg.interpolative",
        "scipy.optimize", "scipy.signal", "scipy.sparse", "scipy.sparse.linalg", "scipy.spatial.distance",
        "scipy.spatial.transform", "scipy.stats", "scipy.stats.qmc", "scipy.stats.sampling",
    ],
    "pandas": ["pandas", "pandas.api.typing"],
    "torch": [
        "torch", "torch.cuda", "torch.nn", "torch.nn.init", "torch.nn.functional", "torch.utils.data",
        "torch.random", "torch.quasirandom", "torch.distributions",
    ],
}  # fmt: skip

# A parameter of that name which is no seed of random numbers, or a class that only others derive from.
NO_SEED = {
    "scipy.stats.iqr": "a range of percentiles",
    "sklearn.tree.BaseDecisionTree": "a base class",
    "sklearn.model_selection.BaseShuffleSplit": "a base class",
    "sklearn.random_projection.BaseRandomProjection": "a base class",
    "sklearn.inspection.PartialDependenceDisplay": "its from_estimator has the row",
    "sklearn.utils.murmurhash3_32": "a hash function",
    "sklearn.utils.murmurhash.murmurhash3_32": "a hash function",
    "sklearn.utils.murmurhash.murmurhash3_bytes_s32": "a hash function",
    "sklearn.utils.murmurhash.murmurhash3_bytes_u32": "a hash function",
    "sklearn.utils.murmurhash.murmurhash3_int_s32": "a hash function",
    "sklearn.utils.murmurhash.murmurhash3_int_u32": "a hash function",
}


@cache
def catalog() -> Catalog:
    return Catalog()


def public(modules: list[str]) -> Iterator[tuple[str, object]]:
    """Public functions and classes of these modules, and the public methods of the classes."""
    for module in modules:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = importlib.import_module(module)
            names = getattr(found, "__all__", None) or [name for name in vars(found) if not name.startswith("_")]
            for name in sorted(set(names)):
                value = getattr(found, name, None)
                if not callable(value) or not str(getattr(value, "__module__", "")).startswith(
                    module.partition(".")[0]
                ):
                    continue
                yield f"{module}.{name}", value
                yield from _methods(f"{module}.{name}", value)


def _methods(owner: str, value: object) -> Iterator[tuple[str, object]]:
    """Public methods of a class, or of the class of an object that is called like one (SciPy's distributions)."""
    kind = value if isinstance(value, type) else type(value) if hasattr(value, "rvs") else None
    if kind is None:
        return
    for name in dir(kind):
        member = None if name.startswith("_") else inspect.getattr_static(kind, name)
        if isinstance(member, classmethod | staticmethod):
            member = member.__func__
        if callable(member):
            yield f"{owner}.{name}", member


def seed_parameters(value: object) -> set[str]:
    try:
        return SEEDS & inspect.signature(value).parameters.keys()  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return set()


def spoken(name: str) -> set[str] | None:
    """The parameters the tables' row knows; None where there is no row."""
    row: Callable | Class | None = catalog().row(name)
    if row is None:
        owner, _, method = name.rpartition(".")
        row = catalog().method(owner, method) if catalog().cls(owner) else None
    if row is None:
        return None
    names = {part for param in row.params for part in param.strip("*=").split("|")}
    return names | set(row.literals)


def missing(modules: list[str]) -> list[str]:
    """Callables that take a seed and that no row knows, by none of the names they are public under."""
    names: dict[int, list[str]] = {}
    values = {}
    for name, value in public(modules):
        if seed_parameters(value) and name not in NO_SEED:
            names.setdefault(id(value), []).append(name)
            values[id(value)] = value
    return [
        f"{' = '.join(known)}({', '.join(sorted(seed_parameters(values[key])))})"
        for key, known in names.items()
        if not any(seed_parameters(values[key]) <= (spoken(name) or set()) for name in known)
    ]


def test_numpy() -> None:
    assert missing(MODULES["numpy"]) == []


def test_every_legacy_draw_of_numpy_has_a_row() -> None:
    import numpy as np

    quiet = {"get_state", "get_bit_generator", "test"}
    names = {name for name in np.random.__all__ if name[0].islower() and not name.startswith("_")} - quiet
    assert [name for name in sorted(names) if catalog().function(f"numpy.random.{name}") is None] == []


def test_every_method_of_numpys_generators_is_known() -> None:
    import numpy as np

    for kind in (np.random.Generator, np.random.RandomState):
        names = [name for name in dir(kind) if not name.startswith("_") and callable(getattr(kind, name))]
        quiet = {"get_state"}
        owner = f"numpy.random.{kind.__name__}"
        assert [name for name in names if name not in quiet and catalog().method(owner, name) is None] == []


@pytest.mark.parametrize("library", ["scipy", "pandas", "torch"])
def test_library(library: str) -> None:
    pytest.importorskip(library)
    assert missing(MODULES[library]) == []


def test_every_distribution_of_scipy_has_its_rows() -> None:
    stats = pytest.importorskip("scipy.stats")
    generic = (stats.rv_continuous, stats.rv_discrete)
    names = [name for name in dir(stats) if isinstance(getattr(stats, name), generic)]
    assert [name for name in names if catalog().function(f"scipy.stats.{name}.rvs") is None] == []
    assert [name for name in names if catalog().cls(f"scipy.stats.{name}") is None] == []


def test_scikit_learn() -> None:
    sklearn = pytest.importorskip("sklearn")
    inner = ("tests", "externals", "conftest", "estimator_checks")
    modules = [
        module.name
        for module in pkgutil.walk_packages(sklearn.__path__, "sklearn.")
        if not any(part.startswith("_") or part in inner for part in module.name.split("."))
    ]
    ours = [name for name in missing(modules) if "check_random_state" not in name]
    assert ours == []


def test_every_layer_of_torch_with_weights_has_a_row() -> None:
    nn = pytest.importorskip("torch.nn")
    linear = nn.Linear(1, 1)
    assert catalog().cls(f"torch.nn.{type(linear).__name__}") is not None
    inits = [name for name in dir(nn.init) if name.endswith("_") and not name.startswith("_")]
    assert [name for name in inits if catalog().function(f"torch.nn.init.{name}") is None] == []


def test_every_distribution_of_torch_can_be_sampled() -> None:
    dist = pytest.importorskip("torch.distributions")
    names = [
        name
        for name in dist.__all__
        if isinstance(getattr(dist, name), type) and hasattr(getattr(dist, name), "rsample")
    ]
    assert [name for name in names if catalog().method(f"torch.distributions.{name}", "sample") is None] == []
