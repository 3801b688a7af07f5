"""Every table fits the schema and keeps its promises: names once, parameters that exist, a source for each row."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files

import pytest

from samerun.catalog.catalog import Catalog
from samerun.catalog.row_checks import fault_in
from samerun.catalog.schema import Callable, Class, Compare, Condition
from samerun.catalog.table import Switch, Table, read_table

FOLDER = files("samerun.catalog") / "tables"
ROOTS = sorted(entry.name.removesuffix(".toml") for entry in FOLDER.iterdir() if entry.name.endswith(".toml"))
STREAMS = {
    "python", "numpy-global", "torch", "torch-cuda", "torch-mps", "torch-xpu", "tf", "polars", "faker", "dask",
    "cupy", "paddle", "mxnet", "os-entropy", "hash",
}  # fmt: skip
POLICIES = {"entropy", "fixed", "keep"}
EVIDENCE = {"run", "source", "doc", "introspection-only"}
BENIGN = {"clock", "process id", "temporary name", "name", "message", "trace", "delay", "environment", "shape"}


@cache
def table(root: str) -> Table:
    return read_table((FOLDER / f"{root}.toml").read_text("utf-8"), root)


@cache
def catalog() -> Catalog:
    return Catalog()


def rows(root: str) -> list[tuple[str, Callable | Class, Class | None]]:
    """Each row with its name and, for a method, its class."""
    found: list[tuple[str, Callable | Class, Class | None]] = [(r.names[0], r, None) for r in table(root).function]
    for cls in table(root).class_:
        found.append((cls.names[0], cls, None))
        found += [(f"{cls.names[0]}.{method.names[0]}", method, cls) for method in cls.method]
    return found


def parameters(row: Callable | Class) -> set[str]:
    return {param.strip("*=").split("|")[0] for param in row.params}


@pytest.mark.parametrize("root", ROOTS)
def test_names_stand_once_and_under_their_root(root: str) -> None:
    names = [name for _, row, owner in rows(root) if owner is None for name in row.names]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [name for name in names if name.partition(".")[0] != root] == []
    assert [name for name in names if catalog().canonical(name) != name] == [], "an alias hides these rows"


@pytest.mark.parametrize("root", ROOTS)
def test_every_row_has_a_source_and_its_evidence(root: str) -> None:
    sources = [table(root).source, *(row.source for _, row, _ in rows(root) if row.source)]
    assert all(source.startswith("https://") for source in sources)
    for name, row, owner in rows(root):
        assert (row if owner is None else owner).evidence in EVIDENCE, name
        assert row.benign is None or row.benign in BENIGN, name


@pytest.mark.parametrize("root", ROOTS)
def test_every_parameter_that_is_spoken_of_exists(root: str) -> None:
    for name, row, owner in rows(root):
        known = parameters(row)
        own = parameters(owner) | {each for method in owner.method for each in method.names} if owner else set()
        spoken: list[str | None] = [row.seed] if row.seed != "self" else []
        conditions: list[Condition] = [*(row.when if isinstance(row, Class) else ())]
        conditions += row.unless if isinstance(row, Class) else ()
        for effect in row.effects:
            spoken += [effect.via, effect.from_, effect.calls, *(effect.starts or "").split(), effect.consumes]
            conditions += [*effect.when, *effect.unless]
        spoken += [key for condition in conditions for key in condition]
        for param in filter(None, spoken):
            of_object = param.startswith("self.")
            first = param.removeprefix("self.").partition(".")[0]
            assert first in (own if of_object else known), f"{name}: {param}"


@pytest.mark.parametrize("root", ROOTS)
def test_streams_policies_and_conditions_are_known_words(root: str) -> None:
    for name, row, _ in rows(root):
        assert row.omitted is None or row.omitted in STREAMS | POLICIES, name
        for effect in row.effects:
            streams = [effect.draws, *(effect.seeds or ()), *(effect.keeps or ())]
            assert set(filter(None, streams)) <= STREAMS | {"self", "own"}, name
            assert effect.omitted is None or effect.omitted in STREAMS | POLICIES, name
            assert effect.draws != "own" or effect.omitted or effect.via, name
            assert effect.mode in (None, "train"), name
            for condition in (*effect.when, *effect.unless):
                for want in condition.values():
                    assert not isinstance(want, Compare) or want != Compare(), name


@pytest.mark.parametrize("root", ROOTS)
def test_every_class_that_is_spoken_of_has_a_row(root: str) -> None:
    for name, row, owner in rows(root):
        spoken = []
        if isinstance(row, Callable):
            spoken = [row.returns, row.items]
        else:
            spoken = [*row.bases, *row.attributes.values(), row.items]
        for cls in filter(None, spoken):
            if cls.startswith("arg:"):
                assert cls.removeprefix("arg:") in parameters(row), name
            elif cls != "self":
                assert catalog().cls(cls) is not None or cls in KNOWN_BARE, f"{name}: {cls}"
            else:
                assert owner is not None, name


KNOWN_BARE = {"jax.Array"}  # a key: what matters of it is where it came from


@pytest.mark.parametrize("root", ROOTS)
def test_positional_parameters_come_before_keyword_only_ones(root: str) -> None:
    for name, row, _ in rows(root):
        keyword = [param.endswith("=") or param.startswith("*") for param in row.params]
        assert keyword == sorted(keyword), name
        assert len(parameters(row)) == len(row.params), name


@pytest.mark.parametrize("root", ROOTS)
def test_switches_name_a_call_an_attribute_or_a_variable(root: str) -> None:
    for switch in table(root).switch:
        assert fault_in(switch) is None
        values = [*map(repr, switch.good), *map(repr, switch.warn), *map(repr, switch.bad)]
        assert len(values) == len(set(values))
        assert (bool(values) or switch.given) == (switch.call is None or switch.param is not None), (
            "what is set has values it knows"
        )
        found = catalog().variable(switch.variable) if switch.variable else catalog().switches(switch.key)
        assert switch in found


@pytest.mark.parametrize("root", ROOTS)
def test_work_is_filed_under_names_that_no_alias_hides(root: str) -> None:
    for row in table(root).work:
        assert fault_in(row) is None
        assert row.calls or row.methods
        assert [name for name in row.calls if catalog().canonical(name) != name] == []
        assert all(row in catalog().work[name] for name in (*row.calls, *(f".{method}" for method in row.methods)))


def test_one_call_may_hold_several_switches() -> None:
    found: list[Switch] = catalog().switches("lightning.pytorch.Trainer")
    assert [(switch.role, switch.param) for switch in found] == [
        ("algorithms", "deterministic"),
        ("autotune", "deterministic"),
        ("workspace", "deterministic"),
        ("autotune", "benchmark"),
    ]


@pytest.mark.parametrize("root", ROOTS)
def test_downloads_are_found_by_the_names_they_stand_for(root: str) -> None:
    for download in table(root).download:
        assert download.repo in [param.strip("=") for param in download.params]
        assert (download.revision is None) != (download.separator is None), "one place says the revision"
        assert download.source
        for name in download.names:
            assert catalog().download(name.replace("*", "Some")) == download
