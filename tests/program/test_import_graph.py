"""The import graph against grimp's, which import-linter asks: the same direct imports in ten installed packages.

What differs is explained here, one by one: grimp lists a module that imports itself, leaves out folders without an
`__init__.py` inside a package and files whose names are no identifiers, knows nothing of imports by calls, and takes
`import a.b` for one of `a` where `b` is compiled.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from samerun.catalog.catalog import Catalog
from samerun.index.extract import Unanalysable
from samerun.program.modules import Module
from samerun.program.program import Program
from samerun.workspace.sources import read_source

PACKAGES = (
    *("_pytest", "astroid", "click", "hypothesis", "jsonschema", "libcst", "numpy", "packaging", "pathspec"),
    *("pip", "pluggy", "tomlkit", "yaml"),
)
WANTED = 10


def linked(folder: Path) -> Program:
    """The program of one installed package."""
    modules = []
    for path in sorted(folder.rglob("*.py")):
        try:
            modules.append(Module.of(read_source(path.as_posix())))
        except Unanalysable:
            continue
    return Program(modules, Catalog(), folder.parent.as_posix())


def dotted(path: str, root: str) -> str:
    return path[len(root) + 1 :].removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def ours(program: Program) -> set[tuple[str, str]]:
    """The imports among a package's own modules."""
    return {
        (dotted(edge.source, program.root), dotted(edge.target, program.root))
        for edges in program.imports.edges.values()
        for edge in edges
        if not edge.external
    }


def is_plain(program: Program, name: str) -> bool:
    """Whether every folder of a module is a regular package and every part of its name an identifier."""
    parts = name.split(".")
    folders = [f"{program.root}/{'/'.join(parts[:length])}" for length in range(1, len(parts))]
    return all(map(program.table.is_regular, folders)) and all(part.isidentifier() for part in parts)


def by_call(program: Program) -> set[tuple[str, str]]:
    """The imports by calls, which grimp doesn't follow."""
    return {
        (dotted(edge.source, program.root), dotted(edge.target, program.root))
        for edges in program.imports.edges.values()
        for edge in edges
        if edge.name is None
        and program.table.by_path[edge.source].source.data[edge.span.end - 1 : edge.span.end] == b")"
    }


def compiled(program: Program) -> set[tuple[str, str]]:
    """The importers of modules that have no Python file, each with the package that these lie in."""
    return {
        (dotted(module.path, program.root), alias.module.rpartition(".")[0])
        for module in program.modules
        for alias in module.outline.imports
        if alias.name is None and "." in alias.module and program.resolver.imported_module(module, alias) is None
    }


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")
def test_direct_imports_are_grimps() -> None:
    grimp = pytest.importorskip("grimp", reason="grimp is not installed; the test extra has it")
    compared = 0
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None or not spec.origin.endswith("__init__.py"):
            continue
        program = linked(Path(spec.origin).parent)
        graph = grimp.build_graph(package, cache_dir=None)
        theirs = {(name, each) for name in graph.modules for each in graph.find_modules_directly_imported_by(name)}
        theirs = {pair for pair in theirs if pair[0] != pair[1] and all(is_plain(program, name) for name in pair)}
        mine = {pair for pair in ours(program) if all(is_plain(program, name) for name in pair)}
        called = by_call(program)
        assert theirs - mine <= compiled(program), package
        assert mine - theirs <= called, package
        compared += 1
    assert compared >= WANTED, "too few of the packages are installed here"
