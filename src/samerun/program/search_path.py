"""Paths that a module writes as constants, and the folders it puts on `sys.path` with them.

A relative path starts at a folder that nobody can know; two are likely, the module's own and the project's root.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.symbols import External, reaching

if TYPE_CHECKING:
    from samerun.program.modules import Module
    from samerun.program.symbols import Resolver

_DEPTH = 16
# Calls that leave a path the same one, as functions of it and as its methods.
_SAME = frozenset(
    {"os.path.abspath", "os.path.realpath", "os.path.normpath", "os.path.expanduser", "os.fspath", "builtins.str"}
)
_SAME_METHODS = frozenset({"resolve", "absolute", "expanduser", "as_posix"})
_JOIN = frozenset({"os.path.join", "pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "posixpath.join"})
_CHANGES = frozenset({"append", "insert", "extend"})
_HERE = frozenset({"os.getcwd", "pathlib.Path.cwd"})


def search_path(resolver: Resolver, module: Module) -> tuple[str, ...]:
    """The folders that a module puts on `sys.path` as far as they are constant."""
    if not module.outline.paths:
        return ()
    found: list[str] = []
    for site in module.sites.calls:
        func = site.call.func
        if isinstance(func, f.Attr) and func.attr in _CHANGES and _is_sys_path(func.value):
            for argument in site.call.args[-1:]:
                parts = argument.values if isinstance(argument, f.Container) else [argument]
                for part in parts:
                    found += constant_path(resolver, module, site.scope, part, site.call.start)
    for assignment in module.sites.assignments:
        node = assignment.node
        if any(_is_sys_path(target) for target in node.targets) and isinstance(node.value, f.Container):
            for part in node.value.values:
                found += constant_path(resolver, module, assignment.scope, part, node.start)
    return tuple(dict.fromkeys(found))


def constant_path(resolver: Resolver, module: Module, scope: int, node: f.Expr, at: int) -> list[str]:
    """The absolute paths that an expression may stand for: none where unknown, two for a relative one."""
    path = _Reader(resolver, module).path(scope, node, at, _DEPTH)
    if path is None:
        return []
    bases = [""] if path.startswith("/") else dict.fromkeys([module.folder, resolver.table.root])
    return [posixpath.normpath(posixpath.join(base, path)) for base in bases]


class _Reader:
    """Evaluates paths in one module: absolute, or relative to wherever the program is started."""

    def __init__(self, resolver: Resolver, module: Module) -> None:
        self.resolver, self.module = resolver, module

    def path(self, scope: int, node: f.Expr, at: int, depth: int) -> str | None:
        if depth <= 0:
            return None
        if isinstance(node, f.Const):
            return node.value if isinstance(node.value, str) else None
        if isinstance(node, f.Name):
            return self._name(scope, node.id, at, depth - 1)
        if isinstance(node, f.Call):
            return self._call(scope, node, at, depth - 1)
        if isinstance(node, f.Binary) and node.op in ("/", "+"):
            left, right = (self.path(scope, each, at, depth - 1) for each in (node.left, node.right))
            if left is None or right is None:
                return None
            return posixpath.join(left, right) if node.op == "/" else left + right
        if isinstance(node, f.FString):
            parts = [self.path(scope, part, at, depth - 1) for part in node.parts]
            return None if None in parts else "".join(part for part in parts if part is not None)
        return self._parent(scope, node, at, depth - 1)

    def _parent(self, scope: int, node: f.Expr, at: int, depth: int) -> str | None:
        """`path.parent`, `path.parents[2]`, `os.pardir`."""
        if isinstance(node, f.Attr) and node.attr == "parent":
            inner = self.path(scope, node.value, at, depth)
            return _up(inner) if inner is not None else None
        if isinstance(node, f.Attr):
            symbol = self.resolver.expr(self.module, scope, node, at)
            return ".." if symbol == External("os.pardir") else None
        if not (isinstance(node, f.Item) and isinstance(node.index, f.Const) and isinstance(node.value, f.Attr)):
            return None
        count = node.index.value
        if node.value.attr != "parents" or type(count) is not int or not 0 <= count < _DEPTH:
            return None
        inner = self.path(scope, node.value.value, at, depth)
        for _ in range(count + 1):
            inner = _up(inner) if inner is not None else None
        return inner

    def _name(self, scope: int, name: str, at: int, depth: int) -> str | None:
        found = self.module.scopes.find(scope, name)
        if found is None:
            return self.module.path if name == "__file__" else None
        home, bindings = found
        binding = reaching(bindings, at if home == scope else None)
        if binding is None or binding.kind != "value" or binding.augmented:
            return None
        return self.path(home, binding.what, binding.position, depth)  # type: ignore[arg-type]

    def _call(self, scope: int, call: f.Call, at: int, depth: int) -> str | None:
        symbol = self.resolver.expr(self.module, scope, call.func, at)
        name = symbol.name if isinstance(symbol, External) else ""
        if name in _HERE:
            return "."
        if name in _SAME or name in _JOIN or name == "os.path.dirname":
            parts = [self.path(scope, each, at, depth) for each in call.args]
            if not parts or None in parts:
                return None
            joined = posixpath.join(*(part for part in parts if part is not None))
            return _up(joined) if name == "os.path.dirname" else joined
        if not isinstance(call.func, f.Attr) or name:
            return None
        inner = self.path(scope, call.func.value, at, depth)
        if inner is None or call.func.attr in _SAME_METHODS:
            return inner
        if call.func.attr == "joinpath":
            parts = [self.path(scope, each, at, depth) for each in call.args]
            return None if None in parts else posixpath.join(inner, *(part for part in parts if part is not None))
        return None


def _up(path: str) -> str:
    """The folder above; of a relative path that goes up already, one more."""
    path = posixpath.normpath(path)
    if path == "." or path.endswith(".."):
        return posixpath.normpath(f"{path}/..")
    return posixpath.dirname(path) or "."


def _is_sys_path(node: f.Expr) -> bool:
    """`sys.path`"""
    return (
        isinstance(node, f.Attr) and node.attr == "path" and isinstance(node.value, f.Name) and node.value.id == "sys"
    )
