"""Draws that don't reach results, where that is cheap to see: delays, ports, random names, dummy inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.schema import Callable
from samerun.index import facts as f
from samerun.program.flow.unused import reaches_nothing
from samerun.program.flow.words import words
from samerun.program.sites import children, names_in
from samerun.program.symbols import External

if TYPE_CHECKING:
    from samerun.program.flow.domain import Place
    from samerun.program.modules import Module
    from samerun.program.program import Program

# Words of variables that hold something random which is no result.
_WORDS = frozenset(
    {"port", "jitter", "delay", "backoff", "sleep", "nonce", "uuid", "uid", "token", "salt", "tmp", "temp", "tempfile",
     "dummy", "tmpdir", "password", "warmup"}
)  # fmt: skip


def is_benign(program: Program, place: Place) -> bool:
    """Whether a draw is catalogued as harmless where it stands."""
    module = program.table.by_path[place.path]
    return (
        _random_name(program, module, place)
        or _harmless_target(program, module, place)
        or _in_sink(program, module, place)
        or _names_temporary(program, module, place)
        or reaches_nothing(program, place)
    )


def _random_name(program: Program, module: Module, place: Place) -> bool:
    """Letters and digits drawn from the `string` module's alphabets make names, not data."""
    for site in module.sites.calls:
        if (site.call.start, site.call.end) == place.span:
            stack: list[f.Expr] = list(site.call.args[:1])
            while stack:
                node = stack.pop()
                if isinstance(node, (f.Attr, f.Name)):
                    symbol = program.resolver.expr(module, site.scope, node, site.slice.start)
                    if isinstance(symbol, External) and symbol.name.startswith("string."):
                        return True
                stack += children(node)
    return False


def _harmless_target(program: Program, module: Module, place: Place) -> bool:
    """`os.environ["MASTER_PORT"] = …`, `jitter = …`."""
    for scope, bind in module.sites.assignments:
        if (bind.start, bind.end) != place.slice:
            continue
        for target in bind.targets:
            if isinstance(target, f.Item):
                symbol = program.resolver.expr(module, scope, target.value, bind.start)
                return isinstance(symbol, External) and symbol.name == "os.environ"
            name = target.attr if isinstance(target, f.Attr) else "".join(names_in(target)[:1])
            if _WORDS & set(words(name)):
                return True
    return False


def _in_sink(program: Program, module: Module, place: Place) -> bool:
    """An argument of a call that the catalog marks as harmless: `time.sleep(random.random())`."""
    start, end = place.span
    for site in module.sites.calls:
        if site.slice == place.slice and site.call.start <= start and end <= site.call.end:
            callee = program.callee(module, site)
            row = program.types.row(callee) if isinstance(callee, External) else None
            if isinstance(row, Callable) and row.benign and (site.call.start, site.call.end) != (start, end):
                return True
    return False


def _names_temporary(program: Program, module: Module, place: Place) -> bool:
    """Part of a path below the folder for temporary files."""
    for site in module.sites.calls:
        callee = program.callee(module, site) if site.slice == place.slice else None
        if isinstance(callee, External) and callee.name.startswith("tempfile."):
            return True
    return False
