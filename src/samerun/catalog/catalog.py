"""Look-up: from a canonical dotted name to its catalog row. Tables are read when their import root is asked for."""

from __future__ import annotations

from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from msgspec.structs import replace

from samerun.catalog.schema import Callable, Class, Effect
from samerun.catalog.table import Download, Loader, Switch, Table, Work, read_table

if TYPE_CHECKING:
    from collections.abc import Callable as Callable_
    from collections.abc import Collection, Iterable, Iterator
    from importlib.resources.abc import Traversable

Row = Callable | Class
_DRAWS_SELF = Effect(draws="self")


class Catalog:
    """All tables, read lazily. `extra` are tables of the user's, asked before ours."""

    def __init__(self, extra: Iterable[Table] = ()) -> None:
        self._extra = tuple(extra)
        self._tables: dict[str, tuple[Table, ...]] = {}
        self._rows: dict[str, dict[str, Row]] = {}
        self._switches: dict[str, dict[str, list[Switch]]] = {}
        self._canonical: dict[str, str] = {}
        self._named: dict[str, Row | None] = {}
        self._aliases: dict[str, list[tuple[str, str]]] = {}
        self._draws: dict[str, bool] = {}
        self._loading: dict[str, dict[str, Loader]] = {}

    @cached_property
    def roots(self) -> frozenset[str]:
        """Every import root that some table speaks of."""
        own = {entry.name[: -len(".toml")] for entry in _folder().iterdir() if entry.name.endswith(".toml")}
        return frozenset(own | {_root(name) for table in self._extra for name in table.names})

    def function(self, name: str) -> Callable | None:
        """The row of a function, by any of its names."""
        row = self.row(name)
        return row if isinstance(row, Callable) else None

    def cls(self, name: str) -> Class | None:
        """The row of a class, by any of its names."""
        row = self.row(name)
        return row if isinstance(row, Class) else None

    def row(self, name: str) -> Row | None:
        """The row of a function or class, by any of its names; of a method too, where its class is named before it.

        `DiffusionPipeline.from_pretrained`, `Tensor.uniform_`: what such a method returns as "self" is the class.
        Methods that speak of their receiver have no row this way: there is none.
        """
        if name not in self._named:
            known = self.canonical(name)
            found = self._rows_of(_root(known)).get(known)
            self._named[name] = found if found is not None else self._through_class(known)
        return self._named[name]

    def _through_class(self, name: str) -> Callable | None:
        owner, _, method = name.rpartition(".")
        if not isinstance(self._rows_of(_root(name)).get(owner), Class):
            return None
        row = self.method(owner, method)
        if row is None or row.seed == "self" or any(effect.of_receiver() for effect in row.effects):
            return None
        return replace(row, returns=owner) if row.returns == "self" else row

    def method(self, cls: str, name: str) -> Callable | None:
        """The row of a method, inherited ones included; None where nothing is known of it."""
        seen: list[str] = []
        queue = [cls]
        while queue:
            current = queue.pop(0)
            row = self.cls(current)
            if row is None or current in seen:
                continue
            seen.append(current)
            for method in row.method:
                if name in method.names:
                    return method
            draws = row.methods.has_draw(name) and name not in row.attributes
            fluent = name in row.methods.fluent
            if draws or fluent:
                effects = [_DRAWS_SELF] if draws else []
                return Callable(names=[name], effects=effects, returns="self" if fluent else None, source=row.source)
            queue += row.bases
        return None

    def attribute(self, cls: str, name: str) -> str | None:
        """The class of an attribute of an object of class `cls`, where known."""
        row = self.cls(cls)
        if row is None:
            return None
        if name in row.attributes:
            return row.attributes[name]
        return next((found for base in row.bases if (found := self.attribute(base, name))), None)

    def is_a(self, cls: str, base: str) -> bool:
        """Whether a class is another one, or inherits from it as far as rows say."""
        row = self.cls(cls)
        return cls == base or (row is not None and any(self.is_a(each, base) for each in row.bases))

    def is_layer(self, cls: str) -> bool:
        """Whether a class is a layer of PyTorch, or a model of them."""
        return self.is_a(cls, "torch.nn.Module")

    def switches(self, name: str) -> list[Switch]:
        """The determinism switches that are an attribute or a call of this name (a call may have several)."""
        name = self.canonical(name)
        root = _root(name)
        if root not in self._switches:
            found: dict[str, list[Switch]] = {}
            for table in self._tables_of(root):
                for switch in table.switch:
                    found.setdefault(switch.key, []).append(switch)
            self._switches[root] = found
        return self._switches[root].get(name, [])

    def first_switch(self, stream: str, role: str) -> Switch | None:
        """The switch of a role that the library of a stream is asked with first: a call, or a variable."""
        name, _ = self.usual_seedings.get(stream, ("", ""))
        found = (switch for table in self._tables_of(_root(name)) for switch in table.switch)
        return next((each for each in found if each.role == role and (each.call or each.variable)), None)

    def variable(self, name: str) -> list[Switch]:
        """The determinism switches that are an environment variable of this name."""
        return self._variables.get(name, [])

    @cached_property
    def _variables(self) -> dict[str, list[Switch]]:
        found: dict[str, list[Switch]] = {}
        for switch in self.all_switches:
            if switch.variable:
                found.setdefault(switch.variable, []).append(switch)
        return found

    @cached_property
    def all_switches(self) -> list[Switch]:
        """Every determinism switch of every table."""
        roots = self._having("[[switch]]")
        return [switch for root in roots for table in self._tables_of(root) for switch in table.switch]

    @cached_property
    def loaders(self) -> dict[str, Loader]:
        """Every function that reads configurations, by all its names."""
        tables = (table for root in self._having("[[loader]]") for table in self._tables_of(root))
        return {name: row for table in tables for row in table.loader for name in row.names}

    def loader(self, name: str) -> Loader | None:
        """The row of a function that reads configurations; None where it is none."""
        root = _root(name)
        if root not in self._loading:
            rows = [row for table in self._tables_of(root) for row in table.loader]
            self._loading[root] = {name: row for row in reversed(rows) for name in row.names}
        return self._loading[root].get(name)

    def _having(self, header: str) -> list[str]:
        """The import roots whose tables may have such rows: few, and parsing all takes longer than most runs."""
        extra = {_root(name) for table in self._extra for name in table.names}
        return [root for root in self.roots if root in extra or header in self._texts.get(root, "")]

    @cached_property
    def _texts(self) -> dict[str, str]:
        entries = ((root, _folder() / f"{root}.toml") for root in self.roots if root.isidentifier())
        return {root: entry.read_text("utf-8") for root, entry in entries if entry.is_file()}

    @cached_property
    def switch_heirs(self) -> frozenset[str]:
        """The last words of classes that inherit from one whose making is a switch."""
        made = {switch.call for switch in self.all_switches if switch.call}
        rows = [row for root in self.roots for row in self._rows_of(root).values() if isinstance(row, Class)]
        return frozenset(_last(name) for row in rows if not made.isdisjoint(row.bases) for name in row.names)

    @cached_property
    def work(self) -> dict[str, list[Work]]:
        """What trains and what reaches an accelerator: by full name, and methods of unseen objects as ".name"."""
        found: dict[str, list[Work]] = {}
        for row in (row for root in sorted(self.roots) for table in self._tables_of(root) for row in table.work):
            for name in (*row.calls, *(f".{method}" for method in row.methods)):
                found.setdefault(name, []).append(row)
        return found

    def download(self, name: str) -> Download | None:
        """What a call of this name fetches from a hub, if anything."""
        name = self.canonical(name)
        rows = (row for table in self._tables_of(_root(name)) for row in table.download)
        return next((row for row in rows if any(_matches(name, pattern) for pattern in row.names)), None)

    def distributions(self, name: str) -> list[str]:
        """The distributions, by their names on the index, that may bring what has this name."""
        tables = self._tables_of(_root(self.canonical(name)))
        return [each for table in tables for each in (table.library, *table.distributions)]

    def source_of(self, name: str) -> str | None:
        """The source of the table that has the row of a name or, for a method, of its class."""
        name = self.canonical(name)
        tables = self._tables_of(_root(name))
        for named in (name, name.rpartition(".")[0]):
            for table in tables:
                if any(named in row.names for row in table.rows):
                    return table.source
        return tables[-1].source if tables else None

    def draws_anything(self, root: str) -> bool:
        """Whether some row of this import root draws from a stream that can be seeded."""
        if root not in self._draws:
            self._draws[root] = any(_draws(row) for row in self._rows_of(root).values()) or any(
                _root(new) != root and self.draws_anything(_root(new))
                for table in self._tables_of(root)
                for new in table.alias.values()
            )
        return self._draws[root]

    def trains_itself(self, root: str) -> bool:
        """Whether some call of this import root, or of one that it stands for, trains a model."""
        tables = self._tables_of(root)
        roots = {root, *(_root(new) for table in tables for new in table.alias.values())}
        rows = [work for each in roots for table in self._tables_of(each) for work in table.work]
        return any(work.does == "trains" and work.calls for work in rows)

    def uses_keys(self, root: str) -> bool:
        """Whether something of this import root uses up a key that it is given."""
        rows = self._rows_of(root).values() if root in self.roots else ()
        methods = (method for row in rows if isinstance(row, Class) for method in row.method)
        return any(effect.consumes is not None for row in (*rows, *methods) for effect in row.effects)

    def reachable(self, imported: Iterable[str]) -> frozenset[str]:
        """The import roots with a table that a program which imports these may meet: by what their rows give, too."""
        found: set[str] = set()
        work = [root for root in imported if root in self.roots]
        while work:
            root = work.pop()
            if root not in found:
                found.add(root)
                names = (name for table in self._tables_of(root) for name in table.mentions)
                work += {_root(name) for name in names} & self.roots
        return frozenset(found)

    def standing_for(self, root: str, among: frozenset[str]) -> frozenset[str]:
        """An import root, and those `among` others by whose names what is of it may be called (`tensorflow.keras`)."""
        found = {root}
        while True:
            more = {
                other
                for other in among - found
                for table in self._tables_of(other)
                if any(_root(new) in found for new in table.alias.values())
            }
            if not more:
                return frozenset(found)
            found |= more

    def named_rows(self, roots: Iterable[str]) -> Iterator[tuple[str, str, Row]]:
        """The rows of these import roots by the last words of all names they may be called by, each with its root.

        A method's root is "": what its object is of needn't be named where it is called.
        """
        for root in roots:
            for name, row in self._rows_of(root).items():
                yield root, _last(name), row
                for method in row.method if isinstance(row, Class) else ():
                    for word in method.names:
                        yield "", word, method
            for table in self._tables_of(root):
                for old, new in table.alias.items():  # most are other names of modules, which nobody calls
                    target = self._rows_of(_root(new)).get(new)
                    if target is not None:
                        yield root, _last(old), target

    def last_words(self, wanted: Callable_[[Row], bool], roots: Iterable[str] | None = None) -> frozenset[str]:
        """The last words of all names by which a row that is `wanted` may be called; of `roots` alone, if given."""
        return frozenset(word for _, word, row in self.named_rows(roots or self.roots) if wanted(row))

    @cached_property
    def usual_seedings(self) -> dict[str, tuple[str, str]]:
        """By stream: the call that people seed it with, and how its library is imported."""
        found: dict[str, tuple[str, str]] = {}
        for root in sorted(self.roots):
            for name, row in self._rows_of(root).items():
                if isinstance(row, Callable) and row.usual is not None:
                    for stream in row.effects[0].seeds or ():
                        found.setdefault(stream, (name, row.usual))
        return found

    def switch_words(self, roots: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
        """The last words of the attributes, and of the calls, that are determinism switches of these import roots."""
        tables = [table for root in roots for table in self._tables_of(root)]
        attributes = {switch.attribute for table in tables for switch in table.switch if switch.attribute}
        calls = {switch.call for table in tables for switch in table.switch if switch.call}
        for table in tables:
            for old, new in table.alias.items():
                attributes |= {old} if new in attributes else set()
                calls |= {old} if new in calls else set()
        return frozenset(map(_last, attributes)), frozenset(map(_last, calls))

    def spoken(self, name: str, imported: Collection[str]) -> str:
        """A canonical name as those write it who have these roots imported, where its own is not among them."""
        if _root(name) in imported:
            return name
        tables = [table for root in sorted(imported) for table in self._tables_of(root)]
        aliases = [row for table in tables for row in table.alias.items() if row[0] not in table.star]
        written = [old + name[len(new) :] for old, new in aliases if name.startswith(new + ".")]
        return min(written, key=len, default=name)

    def canonical(self, name: str) -> str:
        """The name under which rows are filed: alias prefixes replaced, longest first, until none fits."""
        known = self._canonical.get(name)
        if known is None:
            known = self._canonical[name] = self._replace(name)
        return known

    def _replace(self, name: str) -> str:
        for _ in range(8):
            for old, new in self._aliases_of(_root(name)):
                if name == old or name.startswith(old + "."):
                    name = new + name[len(old) :]
                    break
            else:
                return name
        return name

    def _aliases_of(self, root: str) -> list[tuple[str, str]]:
        """The alias prefixes of an import root, the longest first."""
        if root not in self._aliases:
            aliases = {old: new for table in reversed(self._tables_of(root)) for old, new in table.alias.items()}
            self._aliases[root] = sorted(aliases.items(), key=lambda row: len(row[0]), reverse=True)
        return self._aliases[root]

    def _rows_of(self, root: str) -> dict[str, Row]:
        if root not in self._rows:
            rows: dict[str, Row] = {}
            for table in self._tables_of(root):
                for row in table.rows:
                    for name in row.names:
                        rows.setdefault(name, row)
            self._rows[root] = rows
        return self._rows[root]

    def _tables_of(self, root: str) -> tuple[Table, ...]:
        if root not in self._tables:
            found = [table for table in self._extra if any(_root(name) == root for name in table.names)]
            if root.isidentifier():
                entry = _folder() / f"{root}.toml"
                if entry.is_file():
                    found.append(read_table(entry.read_text("utf-8"), f"catalog/tables/{root}.toml"))
            self._tables[root] = tuple(found)
        return self._tables[root]


def _matches(name: str, pattern: str) -> bool:
    """Whether a dotted name is the one that a pattern with at most one `*` stands for."""
    start, star, end = pattern.partition("*")
    return name == pattern or bool(star and name.startswith(start) and name.endswith(end))


def _folder() -> Traversable:
    return files("samerun.catalog") / "tables"


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _root(name: str) -> str:
    return name.partition(".")[0]


def _draws(row: Row) -> bool:
    if any(effect.draws not in (None, "os-entropy", "hash") for effect in row.effects):
        return True
    if row.seed is not None or row.omitted is not None:
        return True
    return isinstance(row, Class) and bool(row.methods.draws or any(_draws(method) for method in row.method))
