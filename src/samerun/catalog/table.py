"""One file of the catalog: rows on randomness and on what else its library does. Its errors are worded here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from samerun.catalog.schema import Callable, Class, Condition, Effect

if TYPE_CHECKING:
    from collections.abc import Iterator


class Switch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A determinism switch: an attribute that is assigned, a parameter of a call, or an environment variable.

    `good`: the values that ask for determinism; `bad`: the values that undo it; `warn`: those that ask for it, but only
    warn where there is none (all others are unknown). A call without `param` asks by being made; "x.key" is what a dict
    that is given for x has under that key. `given`: any value but None asks.
    `setting`: how a configuration file in Python says it, as a variable of its own and a key in the dict that it is.
    An attribute may be one of a class's objects.
    `role`: "algorithms" (deterministic kernels everywhere), "convolutions" (cuDNN's only), "autotune" (run-time choice
    among kernels), "workspace" (what cuBLAS needs beside deterministic algorithms), "hash" (the hash seed).
    `seeds`: the call seeds the run too, asked or not. `since`, `until`: the library's versions that have it, the first
    included, the last not.
    """

    role: str
    attribute: str | None = None
    call: str | None = None
    param: str | None = None
    position: int | None = None
    variable: str | None = None
    good: list[bool | int | float | str] = []
    bad: list[bool | int | float | str] = []
    warn: list[bool | int | float | str] = []
    given: bool = False
    setting: str | None = None
    seeds: bool = False
    since: str | None = None
    until: str | None = None
    source: str | None = None
    note: str | None = None

    @property
    def key(self) -> str:
        """The name under which it is filed: the attribute's, the call's or the variable's."""
        return self.attribute or self.call or f"os.environ.{self.variable}"

    def effect(self, value: object) -> str:
        """What a value says: "good", "bad", "warn", or "" where the row doesn't know it."""
        for name, values in (("good", self.good), ("bad", self.bad), ("warn", self.warn)):
            if any(type(each) is type(value) and each == value for each in values):
                return name
        return "good" if self.given and value is not None else ""


class Work(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Calls that train a model, by which a run comes to an accelerator, that start another interpreter, or a server.

    `does`: "trains", "accelerates", "starts" or "serves"; `framework`: the stream whose seeding shows that a run means
    to repeat ("torch", "tf"), the one that is new in the interpreter ("hash"), or that a server's answers draw from.
    `calls` are full names; `methods` names
    of methods of objects whose class can't be known.
    `device`: the parameter that names a device; the call counts where that may be an accelerator.
    `unless`: arguments with which it does nothing of it.
    """

    does: str
    framework: str
    calls: list[str] = []
    methods: list[str] = []
    params: list[str] = []
    device: str | None = None
    unless: list[Condition] = []
    source: str | None = None
    note: str | None = None


class Download(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A call that fetches a model, a dataset or code from a hub, where a revision says which state of it.

    `names` may hold `*` for any part of a dotted name. `repo` is the parameter with the repository's id, `revision`
    the one with its revision; `separator` stands between the two where one string holds both ("owner/name:v1").
    `bare`: beginnings of ids that have no owner ("bert-"); "" is any id. `local`: arguments with which nothing is
    fetched, or not from a hub (any value that is given and not false; or the value named).
    """

    names: list[str]
    repo: str
    params: list[str] = []
    revision: str | None = None
    separator: str | None = None
    bare: list[str] = []
    local: dict[str, bool | str] = {}
    source: str | None = None
    note: str | None = None


class Loader(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A function whose first argument is a configuration, and which gives what stands in it.

    `takes`: what that argument may be: "path" (a file's name), "file" (an open one), "text". `endings`: of the names of
    the files that are written this way. `makes`: the class of what it gives.
    """

    names: list[str]
    takes: list[str]
    endings: list[str]
    makes: str = "dict"
    source: str | None = None


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file: what we know of one import root.

    `star`: aliases too, of modules that one of the library's has imported itself, so that `import *` brings them along.
    """

    library: str
    source: str
    distributions: list[str] = []
    alias: dict[str, str] = {}
    star: dict[str, str] = {}
    function: list[Callable] = []
    class_: list[Class] = msgspec.field(name="class", default_factory=list)
    switch: list[Switch] = []
    work: list[Work] = []
    download: list[Download] = []
    loader: list[Loader] = []

    @property
    def rows(self) -> list[Callable | Class]:
        """Its functions and classes."""
        return [*self.function, *self.class_]

    @property
    def names(self) -> list[str]:
        """What it has rows for, and the names that stand for others."""
        rows = [name for row in self.rows for name in row.names]
        rows += [name for work in self.work for name in work.calls] + [
            name for row in self.loader for name in row.names
        ]
        return rows + [switch.key for switch in self.switch] + list(self.alias)

    @property
    def mentions(self) -> Iterator[str]:
        """What its rows give, hold and inherit, and what its aliases stand for."""
        yield from self.alias.values()
        for row in self.rows:
            if isinstance(row, Class):
                yield from (*row.bases, *row.attributes.values(), row.items or "")
                for method in row.method:
                    yield from (method.returns or "", method.items or "")
            else:
                yield from (row.returns or "", row.items or "", *row.cases)


class CatalogError(Exception):
    """A table that doesn't fit the schema; `where` names the file, and the row in it where that is known."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where, self.message = where, message


def read_table(data: str, where: str) -> Table:
    """Parse and validate one table; raises `CatalogError`."""
    import tomllib

    try:
        table = msgspec.convert(tomllib.loads(data), Table)
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(where, str(error)) from None
    except msgspec.ValidationError as error:
        raise CatalogError(where, str(error)) from None
    for effects, name in _all_effects(table):
        for effect in effects:
            try:
                effect.verb()
            except ValueError as error:
                raise CatalogError(f"{where} ({name})", str(error)) from None
    return msgspec.structs.replace(table, alias=table.alias | table.star)


def _all_effects(table: Table) -> list[tuple[list[Effect], str]]:
    rows = [(row.effects, row.names[0] if row.names else "unnamed row") for row in table.function]
    for cls in table.class_:
        name = cls.names[0] if cls.names else "unnamed row"
        rows.append((cls.effects, name))
        rows += [(method.effects, f"{name}.{method.names[0]}") for method in cls.method]
    return rows
