"""The tables against 2,334 facts that were measured, read in the source or taken from documentation.

The file stands beside the checkout and not in it; without it these tests are skipped.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from samerun.catalog.catalog import Catalog
from samerun.catalog.schema import Callable, Class
from tests.catalog.default_call import draws, inherited

FACTS = Path(__file__).parents[3] / "shared" / "data" / "rng-groundtruth.json"
pytestmark = pytest.mark.skipif(not FACTS.is_file(), reason="the measured facts are not beside this checkout")

STREAMS = {
    "keras(seeded from python random)": {"python"},
    "pythonhashseed": {"hash"},
    "cupy (current device)": {"cupy"},
    "own(fixed default seed)": set[str](),
    "none": set[str](),
}

# Where the tables know better than the file: read in the library's source, where the file took a rule of thumb.
CORRECTED = {
    "gensim.models.AuthorTopicModel": "get_random_state(None) is NumPy's global state",
    "gensim.models.EnsembleLda": "the same",
    "gensim.models.HdpModel": "the same",
    "gensim.models.LdaModel": "the same",
    "gensim.models.LdaMulticore": "the same",
    "gensim.models.Nmf": "the same",
    "keras.utils.audio_dataset_from_directory": "np.random.randint makes the default seed",
    "keras.utils.image_dataset_from_directory": "the same",
    "keras.utils.text_dataset_from_directory": "the same",
    "networkx.maybe_regular_expander": "decorated for NumPy's state",
    "networkx.maybe_regular_expander_graph": "the same",
    "networkx.random_regular_expander_graph": "the same",
    "networkx.random_k_out_graph": "its array form, used where NumPy is installed",
    "networkx.spectral_bisection": "hands its seed to fiedler_vector",
    "keras.layers.Dropout": "depends on the backend; the tables say what holds for all but torch",
    "umap.AlignedUMAP": "of two seeds the file's row speaks of the one that has a default",
    "umap.UMAP": "the same",
}


@cache
def facts() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(FACTS.read_text("utf-8"))
    return found


@cache
def catalog() -> Catalog:
    return Catalog()


def look_up(fact: dict[str, Any]) -> tuple[Callable | Class, Class | None] | None:
    """The row of a fact, with its class where it is a method."""
    for name in (fact["qualname"], *fact["aliases"]):
        name = "builtins.hash" if name == "hash" else name
        row = catalog().row(name)
        if row is not None:
            return row, None
        owner, _, method = name.rpartition(".")
        cls = catalog().cls(owner) if owner else None
        if cls is not None and (found := catalog().method(owner, method)) is not None:
            return found, cls
    return None


def streams(row: Callable | Class, owner: Class | None) -> set[str]:
    """What the bare call draws from, or what the generator it makes starts from."""
    found = draws(row, owner)
    if isinstance(row, Class):
        for base in inherited(catalog(), row):
            defaults = {**base.defaults, **row.defaults}
            found |= draws(
                replace(base, seed=row.seed, omitted=row.omitted, when=row.when, unless=row.unless, defaults=defaults)
            )
    made = row.omitted if row.seed is not None and not row.effects else None
    if made is not None and isinstance(row, Callable):
        found |= {"own"} if made == "entropy" else {made} - {"fixed"}
    return found


def verdict(fact: dict[str, Any]) -> str:
    """How the tables stand to a fact."""
    found = look_up(fact)
    omitted = fact["omitted_is_random"]
    if fact["kind"] == "flag":
        return "switch" if _is_switch(fact["qualname"]) else "no switch"
    if found is None:
        return "left out"
    row, owner = found
    if fact["kind"] == "seed":
        touched = [effect for effect in row.effects if effect.seeds or effect.keeps]
        return "agrees" if touched or row.literals else "wrong"
    got = streams(row, owner)
    want = STREAMS.get(fact["stream"], set(fact["stream"].split(",")))
    if omitted is True:
        return "silent" if not got else "agrees" if got & want else "wrong"
    if fact["default"] == "<required>" and omitted is False:
        return "agrees"  # nothing can be left out
    if omitted is False or omitted is None:
        return "wrong" if got else "agrees"
    if str(omitted).startswith("conditional") and got:
        return "agrees" if got & want else "wrong"
    return "agrees"


def _is_switch(name: str) -> bool:
    call = name.partition("(")[0]
    return bool(catalog().switches(call))


def test_no_row_contradicts_a_fact() -> None:
    wrong = {fact["qualname"] for fact in facts() if verdict(fact) == "wrong"}
    assert wrong - CORRECTED.keys() == set()
    assert CORRECTED.keys() - wrong == set(), "these agree by now"


def test_the_tables_speak_of_most_facts() -> None:
    verdicts = Counter(verdict(fact) for fact in facts())
    assert sum(verdicts.values()) == 2334
    assert verdicts["agrees"] >= 1_560, verdicts
    silent = [fact["qualname"] for fact in facts() if verdict(fact) == "silent"]
    silent.remove("diffusers.LLaDA2Pipeline")  # draws with a temperature alone
    assert len(silent) <= 101  # a vector environment's spaces may be seeded where its members are made


def test_what_was_run_and_found_random_is_in_the_tables() -> None:
    """Of the facts that were run themselves, not taken from a sibling, next to nothing may be missing."""
    run = [fact for fact in facts() if fact["evidence"] == "dynamic" and fact["omitted_is_random"] is True]
    verdicts = Counter(verdict(fact) for fact in run)
    missing = sorted(fact["qualname"] for fact in run if verdict(fact) == "left out")
    assert missing == [
        "hyperopt.anneal.uniform",  # called by the library alone
        "scipy.stats.distributions.rv_frozen.rvs",  # filed under each distribution
        "sklearn.cluster.MeanShift",  # its seeds are points
    ]
    assert verdicts["agrees"] / len(run) >= 0.95, verdicts


def test_what_is_left_out_is_left_out_for_a_reason() -> None:
    reasons = Counter(_reason(fact) for fact in facts() if verdict(fact) == "left out")
    assert reasons["unexplained"] <= 20, [
        fact["qualname"] for fact in facts() if verdict(fact) == "left out" and _reason(fact) == "unexplained"
    ]


def _reason(fact: dict[str, Any]) -> str:
    name = fact["qualname"]
    if fact["omitted_is_random"] is False:
        return "draws nothing of its own accord"
    if fact["omitted_is_random"] is None:
        return "behaviour not known"
    if str(fact["stream"]) == "jax-key":
        return "raises without a key"
    if name.endswith("_gen") or name.startswith(
        ("hyperopt.", "skopt.utils.", "networkx.utils.", "networkx.generators.")
    ):
        return "called by the library itself"
    if fact["evidence"] in {"rule", "introspection-only"}:
        return "a rule of thumb that was not checked"
    return "unexplained"


def test_every_seeding_fact_names_the_streams_the_tables_name() -> None:
    for fact in facts():
        found = look_up(fact)
        if fact["kind"] != "seed" or found is None:
            continue
        seeded = {stream for effect in found[0].effects for stream in effect.seeds or ()}
        want = set(fact["stream"].partition(" (")[0].split(",")) & {
            "python",
            "numpy-global",
            "polars",
            "faker",
            "dask",
            "tf",
        }
        if fact["evidence"] == "dynamic" and "self" not in seeded and seeded:
            assert want <= seeded, fact["qualname"]


def test_the_switches_of_the_facts_are_switches_here() -> None:
    flags = [fact["qualname"] for fact in facts() if fact["kind"] == "flag"]
    missing = sorted(name for name in flags if not _is_switch(name))
    assert missing == [
        "deterministic",  # LightGBM reads it from a dict of parameters
        "env:CUBLAS_WORKSPACE_CONFIG",
        "env:PYTHONHASHSEED",
        "env:TF_CUDNN_DETERMINISTIC",
        "env:TF_DETERMINISTIC_OPS",
        "env:XLA_FLAGS",
        "torch.utils.deterministic.fill_uninitialized_memory",  # on by default, and inert without the others
    ]
