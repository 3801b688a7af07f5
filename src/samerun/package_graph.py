"""The packages of a program and the imports between them, with those that cross a boundary, in three formats."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from samerun.program.flow.entries import is_test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from samerun.program.program import Program

DEPTH = 2
_CODES = ("REP402", "REP403")


class Arrow(msgspec.Struct):
    """How many imports lead from one package to another, and the rules that report some of them."""

    source: str
    target: str
    imports: int = 0
    crossings: int = 0
    codes: tuple[str, ...] = ()
    level: str = ""


class PackageGraph(msgspec.Struct, frozen=True):
    """Packages by name with their roles ("eval", "model", ""), and the arrows between them, all in order of names."""

    root: str
    packages: dict[str, str]
    arrows: tuple[Arrow, ...]


def package_graph(program: Program, depth: int = DEPTH, *, tests: bool = False, types: bool = False) -> PackageGraph:
    """The graph of a program's packages, to `depth` parts of their names.

    `tests` and `types` say whether tests, and imports under `if TYPE_CHECKING`, are drawn.
    """
    arrows: dict[tuple[str, str], Arrow] = {}
    packages: dict[str, str] = {}

    def node(target: str) -> str:
        name, place = _package(program, target, depth)
        packages.setdefault(name, _role(program, place))
        return name

    for path, edges in program.imports.edges.items():
        if tests or not is_test(path, program.root):
            source = node(path)
            for edge in edges:
                if not edge.external and (types or not edge.type_only):
                    target = node(edge.target)
                    arrows.setdefault((source, target), Arrow(source, target)).imports += 1
    for code in _CODES:
        for crossing in program.boundaries.crossings(code):
            names = node(crossing.chain[0].source), node(crossing.chain[-1].target)
            arrow = arrows.setdefault(names, Arrow(*names))
            arrow.crossings += 1
            arrow.codes = tuple(sorted({*arrow.codes, code}))
            arrow.level = crossing.boundary.level
    rows = tuple(arrows[key] for key in sorted(arrows) if key[0] != key[1])
    return PackageGraph(program.root, dict(sorted(packages.items())), rows)


def _package(program: Program, target: str, depth: int) -> tuple[str, str]:
    """The package of a module, by the first parts of its dotted name, and its folder; of a library its first part."""
    if not target.startswith("/"):
        return target.partition(".")[0], target
    root = program.table.root
    base = f"{root}/src" if target.startswith(f"{root}/src/") else root
    parts = target[len(base) + 1 :].split("/")
    if target in program.table.by_path and len(parts) > 1:
        parts = parts[:-1]
    shown = [part.removesuffix(".py") for part in parts[:depth]]
    return ".".join(shown), "/".join([base, *parts[:depth]])


def _role(program: Program, place: str) -> str:
    for each in program.boundaries.all:
        for role, side in zip(each.roles, (each.source, each.target), strict=True):
            if role and side.depth(place):
                return role
    return ""


def text(graph: PackageGraph) -> Iterator[str]:
    """Lines for people: every package, and below it what it imports."""
    for package, role in graph.packages.items():
        yield f"{package}{f' ({role})' if role else ''}\n"
        for arrow in graph.arrows:
            if arrow.source == package:
                count = (
                    f"{arrow.imports} import{'s' if arrow.imports != 1 else ''}" if arrow.imports else "by other ways"
                )
                crossing = f"  <- {', '.join(arrow.codes)}, {arrow.level}" if arrow.crossings else ""
                yield f"    -> {arrow.target}  ({count}){crossing}\n"


def mermaid(graph: PackageGraph) -> Iterator[str]:
    """A flowchart as GitHub and GitLab draw it in Markdown; crossings are thick and red."""
    numbers = {package: f"p{number}" for number, package in enumerate(graph.packages)}
    yield "flowchart LR\n"
    for package, role in graph.packages.items():
        shown = package.replace('"', "#quot;")
        yield f'    {numbers[package]}["{shown}"]{f":::{role}" if role else ""}\n'
    for arrow in graph.arrows:
        line = f"== {', '.join(arrow.codes)} ==>" if arrow.crossings else f"-- {arrow.imports} -->"
        yield f"    {numbers[arrow.source]} {line} {numbers[arrow.target]}\n"
    crossing = [str(number) for number, arrow in enumerate(graph.arrows) if arrow.crossings]
    if crossing:
        yield f"    linkStyle {','.join(crossing)} stroke:#c00\n"
    yield "    classDef eval fill:#dfd,stroke:#080\n    classDef model fill:#ddf,stroke:#008\n"


def dot(graph: PackageGraph) -> Iterator[str]:
    """A digraph for Graphviz; crossings are red."""
    yield "digraph packages {\n    rankdir=LR;\n    node [shape=box];\n"
    fills = {"eval": ' [style=filled, fillcolor="#ddffdd"]', "model": ' [style=filled, fillcolor="#ddddff"]'}
    for package, role in graph.packages.items():
        yield f"    {json.dumps(package)}{fills.get(role, '')};\n"
    for arrow in graph.arrows:
        label = ", ".join(arrow.codes) if arrow.crossings else str(arrow.imports)
        colour = ", color=red, fontcolor=red, penwidth=2" if arrow.crossings else ""
        yield f'    {json.dumps(arrow.source)} -> {json.dumps(arrow.target)} [label="{label}"{colour}];\n'
    yield "}\n"


FORMATS: dict[str, Callable[[PackageGraph], Iterator[str]]] = {"text": text, "mermaid": mermaid, "dot": dot}
