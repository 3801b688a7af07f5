"""Models that code takes from a configuration file which it reads itself: `cfg["judge"]["model"]`, `cfg.judge.name`."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.program.configs import noted_bytes
from samerun.program.sites import children, last_name
from samerun.program.symbols import ModuleRef
from samerun.workspace.configurations import Mapping, Scalar, read_tree

if TYPE_CHECKING:
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.workspace.configurations import Tree
    from samerun.workspace.spans import Span

_FILE = re.compile(rb"[\"']([\w./-]+\.(?:ya?ml|json|toml))[\"']")
_DEPTH = 8


class Value(NamedTuple):
    """A string in a configuration file: its keys from the outside, and where it stands."""

    text: str
    path: str
    span: Span
    keys: tuple[str, ...]


class Documents:
    """Follows the expressions of one program into the configuration files that it loads."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._loads = frozenset(name.rpartition(".")[2] for name in program.catalog.loaders)
        self._trees: dict[str, list[Tree]] = {}

    def value(self, module: Module, scope: int, node: f.Expr) -> Value | None:
        """The string that an expression takes from a file; None where it takes none that can be found."""
        if b"load" not in module.source.data:
            return None
        found = self._keys(module, scope, node, _DEPTH)
        if found is None or not found[1]:
            return None
        path, keys = found
        for tree in self._read(path)[:1]:
            current: Tree | None = tree
            for key in keys:
                current = current.get(key) if isinstance(current, Mapping) else None
            if isinstance(current, Scalar) and isinstance(current.value, str):
                return Value(current.value, path, current.span, keys)
        return None

    def is_loaded(self, node: f.Expr | None) -> bool:
        """Whether an expression is a whole configuration, no model."""
        return isinstance(node, f.Call) and last_name(node.func) in self._loads

    def _keys(self, module: Module, scope: int, node: f.Expr, depth: int) -> tuple[str, tuple[str, ...]] | None:
        """The file that an expression looks into, and under which keys."""
        if depth <= 0:
            return None
        inner, key = _step(node)
        if inner is not None:
            found = self._keys(module, scope, inner, depth - 1)
            return (found[0], (*found[1], key)) if found is not None else None
        if isinstance(node, f.Call) and last_name(node.func) in self._loads:
            path = self._file(module, node)
            return (path, ()) if path else None
        if not isinstance(node, f.Name):
            return None
        bound = module.scopes.find(scope, node.id)
        for binding in bound[1][:1] if bound is not None and len(bound[1]) == 1 else []:
            if binding.kind == "value":
                return self._keys(module, bound[0] if bound else scope, binding.what, depth - 1)  # type: ignore[arg-type]
            if binding.kind == "import" and isinstance(binding.what, f.Alias) and binding.what.name is not None:
                source = self.program.resolver.imported_module(module, binding.what)
                other = self.program.table.by_path.get(source.path) if isinstance(source, ModuleRef) else None
                return self._keys(other, -1, f.Name(binding.what.name), depth - 1) if other is not None else None
        return None

    def _file(self, module: Module, call: f.Call) -> str:
        """The one file that a call loads: named in it, else the only one that the module names and that is there."""
        stack: list[f.Expr] = list(call.args[:1])
        named = []
        while stack:
            node = stack.pop()
            named += [node.value] if isinstance(node, f.Const) and isinstance(node.value, str) else []
            stack += children(node)
        named = [name for name in named if _FILE.fullmatch(f'"{name}"'.encode())]
        names = named or [each.decode() for each in _FILE.findall(module.source.data)]
        folders = (module.path.rpartition("/")[0], self.program.root)
        paths = {posixpath.normpath(f"{folder}/{name}") for name in names for folder in folders}
        there = [path for path in sorted(paths) if noted_bytes(path) is not None]
        return there[0] if len(there) == 1 else ""

    def _read(self, path: str) -> list[Tree]:
        if path not in self._trees:
            self._trees[path] = read_tree(path.rpartition("/")[2], noted_bytes(path) or b"")
        return self._trees[path]


def _step(node: f.Expr) -> tuple[f.Expr | None, str]:
    """What an item, attribute or `get` is taken of, and under which key."""
    if isinstance(node, f.Attr):
        return node.value, node.attr
    if isinstance(node, f.Item) and isinstance(node.index, f.Const) and isinstance(node.index.value, str):
        return node.value, node.index.value
    if isinstance(node, f.Call) and isinstance(node.func, f.Attr) and node.func.attr == "get" and node.args:
        key = node.args[0]
        if isinstance(key, f.Const) and isinstance(key.value, str):
            return node.func.value, key.value
    return None, ""
