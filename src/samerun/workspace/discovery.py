"""Which files there are: the targets of a run, the project of each, and the files of a project."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from samerun.settings.model import DEFAULT_EXCLUDE
from samerun.workspace.documents import is_document, is_lock
from samerun.workspace.exclusion import Exclusion
from samerun.workspace.ignores import IgnoreFiles, NoIgnores, ignores_of
from samerun.workspace.projects import Markers
from samerun.workspace.sources import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from samerun.workspace.ignores import Ignores

    OptionsOf = Callable[[str], "DiscoveryOptions"]

SUFFIXES = (".py", ".ipynb")
_SOURCE_FOLDERS = ("src", "lib", "python")


class DiscoveryOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What to leave out. Patterns as in `settings.patterns`; those with a slash are relative to `base`."""

    base: str
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True


class Discovery(msgspec.Struct, frozen=True, kw_only=True):
    """The files of one run (Python files, notebooks, documents), all paths identities (absolute, POSIX).

    `targets` are sorted; `roots` gives the project root of each. `skipped` pairs a path with the reason it is
    left out (ignored and excluded files found on the way are left out without a word); `errors` are sentences
    on arguments that do not exist.
    """

    targets: tuple[str, ...] = ()
    roots: Mapping[str, str] = {}
    skipped: tuple[tuple[str, str], ...] = ()
    errors: tuple[str, ...] = ()


class FileTree:
    """What one run has learnt of the disk: one git listing a repository, one look at each folder's markers.

    `options` are one set for everything, or a function from a folder to the set that holds for its entries.
    """

    def __init__(self, options: DiscoveryOptions | OptionsOf) -> None:
        self._options: OptionsOf = (lambda _: options) if isinstance(options, DiscoveryOptions) else options
        self.markers = Markers()
        self._listings: dict[str, Ignores] = {}
        self._repositories: dict[str, str | None] = {}
        self._exclusions: dict[DiscoveryOptions, Exclusion] = {}
        self._entry_names: dict[str, tuple[str, ...]] = {}

    def project_root(self, path: str) -> str:
        """The root of the project that a file or folder belongs to: see the function of this name."""
        return _root(self.markers, identity(path))

    def discover(self, paths: Iterable[str]) -> Discovery:
        """The files that `paths` (as typed; relative to the working folder) ask for."""
        search = _Search(self)
        errors = []
        for path in paths:
            name = identity(path)
            if os.path.isdir(name):  # noqa: PTH112 -- a Path costs more than the question
                search.folder(name)
            elif os.path.lexists(name):
                search.file(name)
            else:
                errors.append(f'the path "{path}" does not exist')
        return search.finished(errors)

    def context_files(self, root: str) -> tuple[str, ...]:
        """Every Python file and notebook of the project at `root`, sorted.

        Left out are nested projects, and in a folder that is no project (a lone script in a home folder) the
        subfolders that hold no Python themselves; the targets of a run belong to it in any case.
        """
        folder = identity(root)
        bounded = self.markers.root(folder) is None
        walk = _Walk(self, folder, within=folder, bounded=bounded)
        return tuple(sorted(walk.files()))

    def documents_root(self, folder: str) -> str:
        """The folder whose documents belong together with those of `folder`: a lock speaks for what is below it.

        Within a repository the topmost folder with a document in it, because a workspace's lock stands at its top;
        elsewhere the topmost with a lock, or the project.
        """
        top = self.repository(folder)
        found = folder if top is not None else self.markers.root(folder) or folder
        current = folder
        while current not in (top, "/"):
            current = current.rpartition("/")[0] or "/"
            if any(is_document(name) if top is not None else is_lock(name) for name in self.names(current)):
                found = current
        return found

    def documents(self, root: str) -> tuple[str, ...]:
        """Every document, Python file and notebook below `root`, sorted; nested repositories are left out."""
        return tuple(sorted(_Walk(self, root, documents=True).files()))

    def names(self, folder: str) -> tuple[str, ...]:
        """The names in a folder; none where it can't be read."""
        if folder not in self._entry_names:
            try:
                self._entry_names[folder] = tuple(os.listdir(folder))  # noqa: PTH208
            except OSError:
                self._entry_names[folder] = ()
        return self._entry_names[folder]

    def options(self, folder: str) -> DiscoveryOptions:
        """The options that hold for the entries of a folder."""
        return self._options(folder)

    def exclusion(self, folder: str) -> Exclusion:
        """The patterns that hold for the entries of a folder."""
        options = self._options(folder)
        found = self._exclusions.get(options)
        if found is None:
            found = Exclusion(options.exclude + options.extend_exclude, options.base)
            self._exclusions[options] = found
        return found

    def ignores(self, folder: str) -> Ignores:
        """What is ignored among the entries of a folder."""
        if not self._options(folder).respect_gitignore:
            return NoIgnores()
        top = self.repository(folder)
        if top is None:
            top = self.markers.root(folder) or folder
            if top not in self._listings:
                self._listings[top] = IgnoreFiles(top)
        elif top not in self._listings:
            self._listings[top] = ignores_of(top)
        return self._listings[top]

    def repository(self, folder: str) -> str | None:
        """The nearest folder at or above this one that holds a `.git`."""
        passed = []
        while folder not in self._repositories:
            passed.append(folder)
            parent = folder.rpartition("/")[0] or "/"
            if os.path.lexists(f"{folder}/.git"):
                self._repositories[folder] = folder
            elif parent == folder:
                self._repositories[folder] = None
            else:
                folder = parent
        top = self._repositories[folder]
        self._repositories.update(dict.fromkeys(passed, top))
        return top


class _Walk:
    """The files below one folder, which is itself not asked whether it is ignored or excluded.

    `within` names the project whose Python files are asked for: nested projects and documents are left out.
    `documents` asks for what belongs to one set of locks: nested repositories are left out, and a lock is
    there for its tool whether git ignores it or not.
    """

    def __init__(
        self, tree: FileTree, top: str, *, within: str | None = None, bounded: bool = False, documents: bool = False
    ) -> None:
        self.tree, self.top, self.within, self.bounded, self.documents = tree, top, within, bounded, documents
        self.skipped: list[tuple[str, str]] = []
        self.links: list[str] = []

    def files(self) -> Iterator[str]:
        """Their identities, in no order; a link to a file is the link's own path."""
        ignores = self.tree.ignores(self.top)
        ignores.enter(self.top.rpartition("/")[0] or "/")
        if not ignores.keeps_folder(self.top):
            ignores = IgnoreFiles(self.top)  # named in spite of being ignored: only its own rules count
        waiting = [(self.top, ignores)]
        while waiting:
            folder, ignores = waiting.pop()
            entries = self._entries(folder)
            names = frozenset(entry.name for entry in entries)
            marker = self.tree.markers.marker(folder, names)
            if folder != self.top:
                if marker and self.within is not None and self.tree.markers.is_nested(folder, self.within):
                    continue
                if self.bounded and not _may_hold_code(folder, names):
                    continue
                if ".git" in names:
                    if self.documents:
                        continue
                    ignores = self.tree.ignores(folder)
            ignores.enter(folder)
            exclusion = self.tree.exclusion(folder)
            for entry in entries:
                name = entry.name
                path = f"{folder.rstrip('/')}/{name}"
                if entry.is_dir(follow_symlinks=False):
                    if exclusion.pattern(path, name) is None and ignores.keeps_folder(path):
                        waiting.append((path, ignores))
                elif self._wanted(path, name, names):
                    if (
                        exclusion.pattern(path, name) is None
                        and (ignores.keeps_file(path) or (self.documents and is_lock(name)))
                        and self._is_file(entry, path)
                    ):
                        yield path
                elif entry.is_symlink() and exclusion.pattern(path, name) is None and ignores.keeps_folder(path):
                    self._is_file(entry, path)

    def _wanted(self, path: str, name: str, names: frozenset[str]) -> bool:
        if name.endswith(SUFFIXES):
            return True
        if self.documents and name.endswith(".txt"):  # it may be compiled, from what stands beside it
            return is_document(path) or any(beside.endswith((".in", ".toml", ".cfg")) for beside in names)
        return self.within is None and is_document(path)

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            self.skipped.append((folder, f"the folder can't be read: {reason}"))
            return []

    def _is_file(self, entry: os.DirEntry[str], path: str) -> bool:
        """Whether there is a file to read. A link to a folder is noted, not followed: what it leads to is read
        where it is, or is not ours."""
        if not entry.is_symlink():
            return entry.is_file(follow_symlinks=False)
        reason = ""
        try:
            if entry.is_dir():
                reason = "a symbolic link to a folder, which is not followed"
            elif not entry.is_file():
                reason = "a broken symbolic link" if entry.name.endswith(SUFFIXES) else ""
            else:
                self.links.append(path)
                return True
        except OSError:
            reason = "a symbolic link that goes round in a circle"
        if reason:
            self.skipped.append((path, reason))
        return False


class _Search:
    """The targets of one run while argument after argument is followed."""

    def __init__(self, tree: FileTree) -> None:
        self.tree = tree
        self.found: dict[str, None] = {}
        self.tops: list[str] = []
        self.links: dict[str, None] = {}
        self.skipped: dict[str, str] = {}

    def folder(self, path: str) -> None:
        if reason := self._forced_out(path):
            self.skipped[path] = reason
            return
        self.tops.append(path)
        if os.path.islink(path):  # noqa: PTH114
            self.links[path] = None
        walk = _Walk(self.tree, path)
        self.found.update(dict.fromkeys(walk.files()))
        self.links.update(dict.fromkeys(walk.links))
        self.skipped.update(walk.skipped)

    def file(self, path: str) -> None:
        """A file that is named is read, whatever its name says."""
        if reason := self._forced_out(path):
            self.skipped[path] = reason
            return
        self.found[path] = None
        if os.path.islink(path):  # noqa: PTH114
            self.links[path] = None

    def _forced_out(self, path: str) -> str | None:
        """Why a named path is left out all the same, under force-exclude."""
        current = path
        while True:
            parent = current.rpartition("/")[0] or "/"
            options = self.tree.options(parent)
            if not options.force_exclude:
                return None
            pattern = self.tree.exclusion(parent).pattern(current, current.rpartition("/")[2])
            if pattern is not None:
                return f'excluded by the pattern "{pattern}"'
            if parent in (current, options.base, "/"):
                return None
            current = parent

    def finished(self, errors: list[str]) -> Discovery:
        self._drop_duplicates()
        targets = tuple(sorted(self.found))
        return Discovery(
            targets=targets,
            roots={path: self._root(path) for path in targets},
            skipped=tuple(sorted(self.skipped.items())),
            errors=tuple(errors),
        )

    def _drop_duplicates(self) -> None:
        """Of several ways to one file only one is read: the way without links, else the first by name."""
        if not self.links:
            return
        ways: dict[str, list[str]] = {}
        for path in self.found:
            ways.setdefault(os.path.realpath(path), []).append(path)
        for real, paths in ways.items():
            if len(paths) > 1:
                kept = real if real in paths else min(paths)
                for path in paths:
                    if path != kept:
                        del self.found[path]
                        self.skipped[path] = f'the same file as "{kept}"'

    def _root(self, path: str) -> str:
        """The project of a target; where there is none, the outermost folder named in the arguments."""
        folder = path.rpartition("/")[0] or "/"
        root = self.tree.markers.root(folder)
        if root is not None:
            return root
        holding = [top for top in self.tops if f"{folder}/".startswith(f"{top.rstrip('/')}/")]
        return min(holding, key=len) if holding else folder


def discover(paths: Iterable[str], options: DiscoveryOptions | OptionsOf) -> Discovery:
    """`FileTree.discover` for a single question."""
    return FileTree(options).discover(paths)


def context_files(root: str, options: DiscoveryOptions | OptionsOf) -> tuple[str, ...]:
    """`FileTree.context_files` for a single question."""
    return FileTree(options).context_files(root)


def project_root(path: str) -> str:
    """The project of a file or folder: the nearest folder upwards that begins one, else its own folder.

    A project begins at samerun settings, at a `.git`, and at a pyproject.toml that describes a project; at
    one that only configures tools where nothing above it begins a project.
    """
    return _root(Markers(), identity(path))


def _root(markers: Markers, path: str) -> str:
    folder = path if os.path.isdir(path) else path.rpartition("/")[0] or "/"  # noqa: PTH112
    return markers.root(folder) or folder


def _may_hold_code(folder: str, names: frozenset[str]) -> bool:
    return folder.rpartition("/")[2] in _SOURCE_FOLDERS or any(name.endswith(SUFFIXES) for name in names)
