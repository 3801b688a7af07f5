"""Entry points: where a run starts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.flow.words import words
from samerun.program.run_magic import ran_by
from samerun.program.sites import children

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.program.modules import Module
    from samerun.program.program import Program

_TEST_FILE = re.compile(r"(^|/)(tests?|testing)/|(^|/)(test_[^/]*|[^/]*_tests?|conftest|doctest_[^/]*)\.py$")
# Words of a self-check's calls that make it more than one: it trains, evaluates, writes or has options.
_WORKS = frozenset(
    {
        "train",
        "fit",
        "backward",
        "evaluate",
        "eval",
        "main",
        "run",
        "save",
        "dump",
        "to_csv",
        "savefig",
        "write",
        "step",
        "parse",
        "cli",
        "fire",
    }
)
_ALWAYS = frozenset({"__main__.py"})
# Words by which people mark a script that nobody runs any more.
_RETIRED = frozenset(
    {"old", "deprecated", "legacy", "archive", "archived", "backup", "bak", "unused", "attic", "scratch"}
)


class Entry(NamedTuple):
    """An entry point: its file, and the function that is called after the file was imported ("" for none)."""

    path: str
    function: str = ""


def is_test(path: str, root: str) -> bool:
    """Whether a file is a test by its name or folder."""
    return _TEST_FILE.search(path[len(root) :]) is not None


def entries(
    program: Program, scripts: Iterable[tuple[str, str]] = (), named: Iterable[str] = (), tests: bool = False
) -> list[Entry]:
    """All entry points of a program, in path order.

    `scripts` are console scripts as (module, function); `named` the settings' "path" or "path:function".
    """
    imported, run = program.imported, run_paths(program)
    found: list[Entry] = []
    for module in program.modules:
        if not tests and is_test(module.path, program.root):
            continue
        if module.path not in run and is_entry(module, imported):
            found.append(Entry(module.path))
    for dotted, function in scripts:
        path = _module_path(program, dotted)
        if path is not None:
            found.append(Entry(path, function))
    for each in named:
        path, _, function = each.partition(":")
        absolute = path if path.startswith("/") else f"{program.root}/{path}"
        if absolute in program.table.by_path:
            found.append(Entry(absolute, function))
    return sorted(set(found))


def is_entry(module: Module, imported: frozenset[str]) -> bool:
    """Whether a run may start with this file."""
    if module.kind == "notebook" or module.path.rpartition("/")[2] in _ALWAYS:
        return True
    if not module.outline.acts:
        return False
    block = main_block(module)
    if block is not None:
        return module.path not in imported or _works(module, block)
    if module.path in imported or module.is_package or _RETIRED & set(words(module.path.rpartition("/")[2])):
        return False
    return _does_something(module.facts.body) or _only_computes(module)


def main_block(module: Module) -> f.If | None:
    """`if __name__ == "__main__": …`"""
    for node in module.facts.body:
        if isinstance(node, f.If) and _is_main_test(node.test.expr):
            return node
    return None


def _is_main_test(test: f.Expr) -> bool:
    if not (isinstance(test, f.Binary) and test.op == "=="):
        return False
    sides = (test.left, test.right)
    return any(isinstance(side, f.Name) and side.id == "__name__" for side in sides) and any(
        isinstance(side, f.Const) and side.value == "__main__" for side in sides
    )


def _works(module: Module, block: f.If) -> bool:
    """Whether a `__main__` block of an imported module does real work, and isn't just a self-check."""
    last = _last_offset(block)
    for site in module.sites.calls:
        if site.scope != MODULE or not block.test.start <= site.call.start <= last:
            continue
        func = site.call.func
        name = func.attr if isinstance(func, f.Attr) else func.id if isinstance(func, f.Name) else ""
        if _WORKS & set(words(name)):
            return True
    return False


def _last_offset(node: f.Stmt) -> int:
    """Where the last simple statement below a statement begins."""
    if isinstance(node, (f.If, f.While, f.For)):
        inner = [*node.body, *node.orelse]
    elif isinstance(node, f.With):
        inner = node.body
    elif isinstance(node, f.Try):
        inner = [*node.body, *node.orelse, *node.final, *(part for handler in node.handlers for part in handler.body)]
    else:
        return getattr(node, "start", 0)
    return max((_last_offset(each) for each in inner), default=0)


def _only_computes(module: Module) -> bool:
    """Whether a file defines nothing that others could use but values, and calls something for them."""
    body = module.facts.body
    defines = any(isinstance(node, (f.Def, f.ClassDef)) for node in body)
    return not defines and any(isinstance(node, f.Bind) and node.value and _calls(node.value) for node in body)


def _does_something(body: list[f.Stmt]) -> bool:
    """Whether a file without a `__main__` block is a script: it calls something for its effect at top level."""
    for node in body:
        if (
            isinstance(node, f.Do)
            and not _is_setup(node.expr)
            and (isinstance(node.expr, f.Opaque) or _calls(node.expr))
        ):
            return True
        if isinstance(node, (f.For, f.While, f.With)):
            return True
        if isinstance(node, f.If) and _does_something(node.body):
            return True
        if isinstance(node, f.Try) and _does_something([*node.body, *node.orelse, *node.final]):
            return True
    return False


def _calls(node: f.Expr) -> bool:
    return isinstance(node, (f.Call, f.Opaque)) or any(_calls(part) for part in children(node))


# Calls at the top level of a library module that set it up, rather than run something.
_SETUP = frozenset(
    {"register", "basicConfig", "getLogger", "filterwarnings", "simplefilter", "append", "insert", "setdefault",
     "update", "extend", "setLevel", "addHandler", "use", "set_start_method", "warn", "add", "info", "debug",
     "warning", "install"}
)  # fmt: skip


def _is_setup(node: f.Expr) -> bool:
    if not isinstance(node, f.Call):
        return False
    func = node.func
    name = func.attr if isinstance(func, f.Attr) else func.id if isinstance(func, f.Name) else ""
    return name in _SETUP or name.startswith("register")


def imported_paths(program: Program) -> frozenset[str]:
    """Every module file that some other module of the project imports; what tests import doesn't count."""
    out: set[str] = set()
    for module in program.modules:
        if not is_test(module.path, program.root):
            out |= program.resolver.imported_files(module) - {module.path}
    return frozenset(out)


def run_paths(program: Program) -> frozenset[str]:
    """Every file that another one runs by name: part of that run, no entry point of its own."""
    return frozenset().union(*(run_by(program, module) for module in program.modules))


_RUNNERS = frozenset({"run_path", "run_line_magic"})


def run_by(program: Program, module: Module) -> set[str]:
    """Files that a module runs by name (`runpy.run_path("x.py")`, `%run x.py`)."""
    out = set()
    for site in module.sites.calls if not _RUNNERS.isdisjoint(module.called) else ():
        func = site.call.func
        if isinstance(func, f.Attr) and func.attr in _RUNNERS:
            texts = [arg.value for arg in site.call.args if isinstance(arg, f.Const) and isinstance(arg.value, str)]
            if func.attr == "run_path":
                out |= {f"{module.folder}/{text}" for text in texts} & program.table.by_path.keys()
            elif len(texts) == 2 and texts[0] == "run":
                ran = ran_by(texts[1], module, site.call.start, program.table.by_path)
                out |= {ran.path} if ran is not None else set()
    return out


def _module_path(program: Program, dotted: str) -> str | None:
    parts = dotted.split(".")
    for root in program.table.roots:
        place = program.table.place(root, parts)
        if place is not None and place.endswith(".py"):
            return place
    return None
