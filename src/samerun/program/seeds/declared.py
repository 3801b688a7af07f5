"""The seeds that a program declares for its runs: options of the command line, fields of configurations, constants."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.index.scopes import MODULE, class_scope
from samerun.program.flow.domain import Place
from samerun.program.flow.words import seed_name, words
from samerun.program.options import dest_of
from samerun.program.seeds.words import passing
from samerun.program.symbols import ClassRef, External, FunctionRef
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.modules import Module
    from samerun.program.program import Program

_FLAGS = frozenset({"DEFINE_integer", "DEFINE_int"})
_SWITCHES = frozenset({"store_true", "store_false", "count", "version"})
# Words beside "seed" with which an option speaks of something else ("num_seed", "no_seed", "seed_file").
_OTHER = frozenset({"num", "n", "no", "use", "has", "is", "with", "max", "min", "fix", "per", "same"})


class Declared(NamedTuple):
    """One declaration.

    `kind`: "option" (argparse), "flag" (absl), "parameter" (of the `function` that click, typer or fire call), "field"
    (of the data class `cls`), "constant" or "key" (of a configuration that code takes: as the first parameter of
    the `function`, or from a `call`). `name`: how it is read; `option`: how people write it, a key's with its groups.
    `value`: its default, None where there is none. `place`: of a key where the configuration is taken; `written`: where
    the key stands in its file.
    """

    kind: str
    name: str
    option: str
    place: Place
    value: f.Expr | None
    function: FunctionRef | None = None
    cls: ClassRef | None = None
    call: f.Call | None = None
    written: Place | None = None


def is_seed(name: str) -> bool:
    """Whether this is the name of one number that seeds ("seed", "data_seed", "SEED")."""
    if "seed" not in name.lower():
        return False
    parts = words(name)
    return seed_name(name) and parts[-1] == "seed" and not _OTHER & set(parts)


def may_declare(module: Module) -> bool:
    """Whether a module may declare a seed, by its outline alone."""
    called = module.called
    return (
        "add_argument" in called
        or not _FLAGS.isdisjoint(called)
        or not _COMMANDS.isdisjoint(called)
        or any(is_seed(name) for name in module.outline.names)
        or _has_data(module)
    )


def _has_data(module: Module) -> bool:
    roots = {name.partition(".")[0] for name in libraries().data_decorators}
    return any(alias.module.partition(".")[0] in roots for alias in module.outline.imports)


def declared(program: Program, module: Module) -> Iterator[Declared]:
    """What a module declares, in the order of the kinds."""
    called = module.called
    if not module.outline.seeds:
        return
    if "add_argument" in called:
        yield from _options(program, module)
    if not _FLAGS.isdisjoint(called):
        yield from _flags(program, module)
    if not _COMMANDS.isdisjoint(called):
        yield from _parameters(program, module)
    if any(is_seed(name) for name in module.outline.names):
        yield from _constants(module)
    if _has_data(module):
        yield from _fields(program, module)


def _options(program: Program, module: Module) -> Iterator[Declared]:
    for site in module.sites.calls:
        if not (isinstance(site.call.func, f.Attr) and site.call.func.attr == "add_argument"):
            continue
        names = [arg.value for arg in site.call.args if isinstance(arg, f.Const) and isinstance(arg.value, str)]
        keywords = dict(site.call.keywords)
        dest = dest_of(names, keywords)
        if dest is None or not is_seed(dest) or not _is_number(keywords):
            continue
        owner = program.types.of(module, site.scope, site.call.func.value, site.slice.start)
        if owner is not None and isinstance(owner.cls, ClassRef):
            continue  # an `add_argument` of the project's own
        place = Place(module.path, Span(site.call.start, site.call.end), site.slice, site.scope)
        written = next((name for name in names if name.startswith("--")), names[0])
        yield Declared("option", dest, written, place, keywords.get("default"))


def _is_number(keywords: dict[str | None, f.Expr]) -> bool:
    """Whether an option may be a number: not a switch, not text, not one of a list."""
    action, kind, default = keywords.get("action"), keywords.get("type"), keywords.get("default")
    if isinstance(action, f.Const) and action.value in _SWITCHES:
        return False
    if "nargs" in keywords or (isinstance(kind, f.Name) and kind.id not in ("int", "float")):
        return False
    return not (isinstance(default, f.Const) and isinstance(default.value, (bool, str)))


def _flags(program: Program, module: Module) -> Iterator[Declared]:
    for site in module.sites.calls:
        callee = program.callee(module, site)
        if not (isinstance(callee, External) and callee.name.partition(".")[0] == "absl"):
            continue
        first = site.call.args[0] if site.call.args else None
        if callee.name.rpartition(".")[2] in _FLAGS and isinstance(first, f.Const) and is_seed(str(first.value)):
            place = Place(module.path, Span(site.call.start, site.call.end), site.slice, site.scope)
            value = site.call.args[1] if len(site.call.args) > 1 else dict(site.call.keywords).get("default")
            yield Declared("flag", str(first.value), f"--{first.value}", place, value)


_COMMANDS = frozenset({"option", "command", "run", "Fire"})


def _parameters(program: Program, module: Module) -> Iterator[Declared]:
    """Parameters that the command line fills in: click's, typer's and fire's."""
    called_by_library = _handed_to_makers(program, module)
    for index, function in enumerate(module.facts.functions):
        if function.owner >= 0 or function.name == "<lambda>":
            continue
        if index not in called_by_library and not _is_command(program, module, function):
            continue
        for param in function.params:
            if param.kind not in ("any", "key") or not is_seed(param.name):
                continue
            root = _click_option(function, param.name) or param.default
            if root is None:
                span = slice_ = Span(function.name_start, function.name_end)
            else:
                span = slice_ = Span(root.start, root.end)
            value = param.default.expr if param.default is not None else None
            place = Place(module.path, span, slice_, function.parent)
            option = f"--{param.name.replace('_', '-')}"
            yield Declared("parameter", param.name, option, place, value, FunctionRef(module.path, index))


def _click_option(function: f.Function, name: str) -> f.Root | None:
    for root in function.decorators:
        if isinstance(root.expr, f.Call) and isinstance(root.expr.func, f.Attr) and root.expr.func.attr == "option":
            names = [arg.value for arg in root.expr.args if isinstance(arg, f.Const)]
            if any(str(each).lstrip("-").replace("-", "_") == name for each in names):
                return root
    return None


def _is_command(program: Program, module: Module, function: f.Function) -> bool:
    for root in function.decorators:
        node = root.expr.func if isinstance(root.expr, f.Call) else root.expr
        callee = program.types.callee(module, function.parent, node, root.start)
        if isinstance(callee, External) and callee.name.partition(".")[0] in ("click", "typer"):
            return callee.name.rpartition(".")[2] in ("command", "group")
        if isinstance(node, f.Attr) and node.attr == "command" and isinstance(node.value, f.Name):
            return any(alias.module in ("click", "typer") for alias in module.outline.imports)
    return False


def _handed_to_makers(program: Program, module: Module) -> set[int]:
    """The functions that are given to `fire.Fire`, `typer.run` and the like."""
    found: set[int] = set()
    for site in module.sites.calls:
        callee = program.callee(module, site)
        if isinstance(callee, External) and callee.name in passing().makers and site.call.args:
            symbol = program.resolver.expr(module, site.scope, site.call.args[0], site.slice.start)
            if isinstance(symbol, FunctionRef) and symbol.path == module.path:
                found.add(symbol.index)
    return found


def _constants(module: Module) -> Iterator[Declared]:
    table = module.scopes.table[MODULE]
    exported = set(module.outline.exports or ())
    for name, bindings in table.bindings.items():
        if len(bindings) != 1 or not is_seed(name) or name in exported:
            continue
        (binding,) = bindings
        value = binding.what
        if (
            binding.kind == "value"
            and isinstance(value, f.Const)
            and type(value.value) is int
            and not binding.conditional
        ):
            statement = next(
                (n for n in module.facts.body if isinstance(n, f.Bind) and n.start == binding.position), None
            )
            if statement is not None:
                span = Span(statement.start, statement.end)
                yield Declared("constant", name, name, Place(module.path, span, span, MODULE), value)


def _fields(program: Program, module: Module) -> Iterator[Declared]:
    for index, cls in enumerate(module.facts.classes):
        for node in cls.body:
            if not (isinstance(node, f.Bind) and node.annotation is not None and isinstance(node.targets[0], f.Name)):
                continue
            name = node.targets[0].id
            number = node.value is None or (
                isinstance(node.value, f.Const) and type(node.value.value) in (int, type(None))
            )
            if is_seed(name) and number and _is_data(program, module, cls):
                span = Span(node.start, node.end)
                place = Place(module.path, span, span, class_scope(index))
                yield Declared("field", name, name, place, node.value, cls=ClassRef(module.path, index))


def _is_data(program: Program, module: Module, cls: f.Class) -> bool:
    """A data class that inherits from nothing: all that it is stands there."""
    if cls.bases or cls.keywords:
        return False
    for root in cls.decorators:
        node = root.expr.func if isinstance(root.expr, f.Call) else root.expr
        symbol = program.resolver.expr(module, cls.parent, node, root.start)
        if not (isinstance(symbol, External) and symbol.name in libraries().data_decorators):
            return False
    return bool(cls.decorators)
