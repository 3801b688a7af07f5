"""Modules of one project and what their imports refer to.

A module is its path, not its dotted name: a repository may hold nineteen `main.py`. An import is looked up
in the importing script's folder, then in the import roots (the folder above the importer's package, the
project root, `src`, and the roots named in settings). Two candidates mean unknown.
"""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from samerun.index.extract import extract
from samerun.index.scopes import Scopes
from samerun.program.reading import bound_in
from samerun.program.sites import Sites

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from samerun.index.facts import ModuleFacts
    from samerun.index.outline import Outline
    from samerun.program.layout import Layout
    from samerun.workspace.sources import Kind, SourceFile

Looked = Literal["outline", "facts", "text"]


class Module:
    """One file of the program: its identity, its outline, and what is read when first asked for.

    Most files of a large program are asked for nothing but their outline. `kind` and `size` are the source's.
    """

    __slots__ = (
        "__dict__", "_bound", "_facts", "_noted", "_source", "folder", "is_package", "kind", "outline", "path", "size",
    )  # fmt: skip

    def __init__(
        self,
        path: str,
        kind: Kind,
        size: int,
        outline: Outline,
        facts: Callable[[], ModuleFacts],
        source: Callable[[], SourceFile],
    ) -> None:
        self.path, self.kind, self.size, self.outline = path, kind, size, outline
        self._facts, self._source = facts, source
        self._noted: Looked = "outline"
        self._bound: dict[int, frozenset[str]] = {}
        self.folder, _, name = path.rpartition("/")
        self.is_package = name == "__init__.py"

    @classmethod
    def of(cls, source: SourceFile) -> Module:
        """The module of a text; raises `Unanalysable`."""
        facts, outline = extract(source.data, source.lines.starts)
        return cls(source.path, source.kind, len(source.data), outline, lambda: facts, lambda: source)

    @cached_property
    def facts(self) -> ModuleFacts:
        """All that the file says."""
        return self._facts()

    @cached_property
    def source(self) -> SourceFile:
        """The file's text."""
        return self._source()

    @cached_property
    def names(self) -> frozenset[str]:
        """What is bound at module level; a few more names do no harm."""
        return frozenset(self.outline.names)

    @cached_property
    def called(self) -> frozenset[str]:
        """The last word of everything that the module calls."""
        return frozenset(self.outline.called())

    def rebinds(self, scope: int, name: str) -> bool:
        """Whether the body of a function of the module binds a name that may be a parameter's."""
        if scope not in self._bound:
            self._bound[scope] = frozenset(bound_in(self.facts.functions[scope].body))
        return name in self._bound[scope]

    def glance(self) -> SourceFile:
        """The file's text, for one look: it isn't kept."""
        self.note("text")
        return self.source if "source" in self.__dict__ else self._source()

    @property
    def looked(self) -> Looked:
        """What was asked for besides the outline: nothing, the facts, or the text (and maybe the facts too)."""
        if self._noted == "text" or "source" in self.__dict__:
            return "text"
        return "facts" if "facts" in self.__dict__ else self._noted

    def note(self, looked: Looked) -> None:
        """This was asked for, here or in another process."""
        if self._noted != "text":
            self._noted = looked

    @cached_property
    def scopes(self) -> Scopes:
        """The module's scopes, made when first asked for."""
        return Scopes(self.facts)

    @cached_property
    def sites(self) -> Sites:
        """The module's calls and assignments, listed when first asked for."""
        return Sites(self.facts)

    @cached_property
    def layout(self) -> Layout:
        """The statements of the file as they are written; for files with something to fix."""
        from samerun.program.layout import Layout

        return Layout(self.source)

    def __repr__(self) -> str:
        return f"Module({self.path!r})"


class ModuleTable:
    """All modules of a project, and the look-up of imports among them."""

    def __init__(self, modules: Iterable[Module], root: str, roots: Iterable[str], libraries: frozenset[str]) -> None:
        self.by_path = {module.path: module for module in modules}
        self.root = root
        self.roots = tuple(dict.fromkeys((root, f"{root}/src", *roots)))
        self.libraries = libraries
        self.folders = _folders(self.by_path, root)
        self._package_root: dict[str, str] = {}
        self._found: dict[tuple[str, str], str | None] = {}

    def is_regular(self, folder: str) -> bool:
        """Whether a folder is a regular package."""
        return f"{folder}/__init__.py" in self.by_path

    def within(self, path: str) -> str:
        """A path of the project as people write it there."""
        return path.removeprefix(f"{self.root}/")

    def package_root(self, folder: str) -> str:
        """The folder above the outermost package that holds `folder`; `folder` itself outside packages."""
        known = self._package_root.get(folder)
        if known is None:
            known = folder
            while self.is_regular(known):
                known = known.rpartition("/")[0]
            self._package_root[folder] = known
        return known

    def place(self, root: str, parts: list[str]) -> str | None:
        """The module file or package folder that `parts` names below `root`, if there is one."""
        base = "/".join([root, *parts])
        if f"{base}/__init__.py" in self.by_path:
            return f"{base}/__init__.py"
        if f"{base}.py" in self.by_path:
            return f"{base}.py"
        return base if base in self.folders else None

    def top_level(self, importer: Module, name: str) -> str | None:
        """The root folder below which the top-level name `name` lies for this importer.

        None: not in the project (a library's). "" : more than one candidate, so unknown.
        """
        key = (importer.folder, name)
        if key not in self._found:
            self._found[key] = self._top_level(importer.folder, name)
        return self._found[key]

    def _top_level(self, folder: str, name: str) -> str | None:
        in_package = self.is_regular(folder)
        if not in_package and self._real(folder, name):
            return folder
        hits: dict[str, str] = {}
        for root in (self.package_root(folder), *self.roots):
            place = self._real(root, name)
            if place is not None:
                hits.setdefault(place, root)
        if len(hits) == 1:
            return next(iter(hits.values()))
        if hits:
            return ""
        known = name in self.libraries or name in sys.stdlib_module_names
        if in_package and not known and self._real(folder, name):
            return folder  # a script that lies in a package folder and imports its sibling
        return None

    def among(self, folders: Iterable[str], name: str) -> str | None:
        """As `top_level`, in folders that a module puts on `sys.path`; what is a library's stays one."""
        if name in self.libraries or name in sys.stdlib_module_names:
            return None
        hits = {place: folder for folder in folders if (place := self._real(folder, name)) is not None}
        return next(iter(hits.values())) if len(hits) == 1 else "" if hits else None

    def _real(self, root: str, name: str) -> str | None:
        """As `place`, but a bare folder gives way to a library of its name, as in Python's own import system."""
        place = self.place(root, [name])
        if place is None or place.endswith(".py"):
            return place
        return None if name in self.libraries or name in sys.stdlib_module_names else place

    def relative(self, importer: Module, level: int) -> str | None:
        """The folder that `level` dots mean in this importer; None above the project."""
        folder = importer.folder
        for _ in range(level - 1):
            folder = folder.rpartition("/")[0]
        return folder if folder.startswith(self.root) else None


def _folders(paths: Iterable[str], root: str) -> frozenset[str]:
    """Every folder that holds a module, at any depth below the root."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in folders and len(folder) > len(root):
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(folders)
